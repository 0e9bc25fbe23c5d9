"""The two databases' own full text search, as SQL.

Wagtail's database search is not used for this, see docs/decisions: it knows one weight, has no way to ask for most of
the words, and reads the whole match once for every row of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cms_pages.publishing.models import PublishedItem
from search.models import SearchEntry
from search.words import required

ENTRY, ITEM = SearchEntry._meta.db_table, PublishedItem._meta.db_table
FTS = "kuvendi_search_fts"

# title, summary, text, documents; the fifth column is that of suggestions
_SQLITE_WORD = (
    f"SELECT rowid AS id, -bm25({FTS}, 8.0, 3.0, 1.0, 0.5, 0.0) AS score, {{term}} AS term "  # noqa: S608 - constants
    f"FROM {FTS} WHERE {FTS} MATCH %s"
)
# D, C, B, A. PostgreSQL does not weigh rare words more: the number of entries that have the word does it here.
_POSTGRES_WORD = (
    "SELECT item_id AS id, ts_rank('{{0.05, 0.1, 0.3, 0.8}}', terms, query) / (1 + ln(count(*) OVER ())) AS score, "  # noqa: S608
    f"{{term}} AS term FROM {ENTRY}, CAST(%s AS tsquery) AS query WHERE terms @@ query"
)


def matching(
    vendor: str, terms: Mapping[str, tuple[Sequence[str], Sequence[str]]], columns: str, conditions: str
) -> tuple[str, list[str | int]]:
    """SQL for ``columns`` and the score of the items that have the words of a query, and the parameters before those of
    ``conditions``. Items are named ``item`` in both.

    ``terms`` are, by language, the plain terms and the numbers, as that language's analysis gives them. An item is
    found by those of its own language: by all numbers, and by as many plain ones as ``words.required`` says. Each term
    is looked up once, whatever the number of languages that have it; at least one must be given.
    """
    known = list(dict.fromkeys(term for both in terms.values() for some in both for term in some))
    template = _SQLITE_WORD if vendor == "sqlite" else _POSTGRES_WORD
    words = " UNION ALL ".join(template.format(term=place) for place in range(len(known)))
    parameters: list[str | int] = [_word(vendor, term) for term in known]
    wanted = []
    for locale, (plain, numbers) in terms.items():
        for term, number in [*((term, 0) for term in plain), *((term, 1) for term in numbers)]:
            wanted.append(f"(%s, {known.index(term)}, {number}, {len(numbers)}, {required(len(plain))})")
            parameters.append(locale)
    # Materialized: SQLite has no bm25() in a query that also groups. Cross joins: it would begin with all items.
    sql = (
        f"WITH words AS MATERIALIZED ({words}), "  # noqa: S608 - constants
        f"wanted (locale, term, number, numbers, plain) AS (VALUES {', '.join(wanted)}) "
        f"SELECT {columns}, SUM(words.score) FROM words CROSS JOIN {ITEM} item CROSS JOIN wanted "
        f"WHERE item.id = words.id AND wanted.locale = item.locale AND wanted.term = words.term AND {conditions} "
        "GROUP BY item.id "
        "HAVING SUM(wanted.number) = MAX(wanted.numbers) AND COUNT(*) - SUM(wanted.number) >= MAX(wanted.plain)"
    )
    return sql, parameters


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
