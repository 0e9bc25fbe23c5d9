"""The two databases' own full text search, as SQL.

Wagtail's database search is not used for this, see docs/decisions: it knows one weight, has no way to ask for most of
the words, and reads the whole match once for every row of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.models import SearchEntry
from search.words import required

ENTRY = SearchEntry._meta.db_table
FTS = "kuvendi_search_fts"

# title, summary, text, documents; the fifth column is that of suggestions
_SQLITE_WORD = (
    f"SELECT rowid AS id, -bm25({FTS}, 8.0, 3.0, 1.0, 0.5, 0.0) AS score, {{number}} AS number "  # noqa: S608 - constants
    f"FROM {FTS} WHERE {FTS} MATCH %s"
)
# D, C, B, A. PostgreSQL does not weigh rare words more: the number of entries that have the word does it here.
_POSTGRES_WORD = (
    "SELECT item_id AS id, ts_rank('{{0.05, 0.1, 0.3, 0.8}}', terms, query) / (1 + ln(count(*) OVER ())) AS score, "  # noqa: S608
    f"{{number}} AS number FROM {ENTRY}, CAST(%s AS tsquery) AS query WHERE terms @@ query"
)


def matching(vendor: str, plain: Sequence[str], numbers: Sequence[str]) -> tuple[str, list[str | int]]:
    """SQL for the ids and scores of the entries that have these terms, and its parameters.

    At least one term must be given. All of ``numbers`` are required, and of ``plain`` as many as ``words.required``
    says.
    """
    template = _SQLITE_WORD if vendor == "sqlite" else _POSTGRES_WORD
    selects = [template.format(number=0)] * len(plain) + [template.format(number=1)] * len(numbers)
    parameters: list[str | int] = [_word(vendor, term) for term in (*plain, *numbers)]
    # Materialized: SQLite has no bm25() in a query that also groups.
    sql = (
        f"WITH words AS MATERIALIZED ({' UNION ALL '.join(selects)}) "  # noqa: S608 - constants
        "SELECT id, SUM(score) AS score FROM words GROUP BY id "
        "HAVING SUM(number) = %s AND COUNT(*) - SUM(number) >= %s"
    )
    return sql, [*parameters, len(numbers), required(len(plain))]


def beginning(vendor: str, words: Sequence[str]) -> tuple[str, list[str | int]]:
    """SQL for the ids of the entries whose titles have, for each of the words, one that begins with it."""
    if vendor == "sqlite":
        prefixes = " AND ".join(f"{_double(word)}*" for word in words)
        return f"SELECT rowid AS id FROM {FTS} WHERE {FTS} MATCH %s", [f"title_words : ({prefixes})"]  # noqa: S608
    prefixes = " & ".join(f"{_single(word)}:*" for word in words)
    return f"SELECT item_id AS id FROM {ENTRY} WHERE title_prefixes @@ CAST(%s AS tsquery)", [prefixes]  # noqa: S608


def _word(vendor: str, term: str) -> str:
    if vendor == "sqlite":
        return f"{{title summary text documents}} : {_double(term)}"
    return _single(term)


def _double(term: str) -> str:
    """A term as an FTS5 string. Terms are letters and digits only; this does not rely on it."""
    return '"' + term.replace('"', '""') + '"'


def _single(term: str) -> str:
    """A term as a lexeme of a tsquery."""
    return "'" + term.replace("\\", "").replace("'", "''") + "'"
