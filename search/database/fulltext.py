"""The two databases' own full text search, as SQL.

Wagtail's database search is not used for this, see docs/decisions: it knows one weight, has no way to ask for most of
the words, and reads the whole match once for every row of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cms_pages.publishing.models import PublishedItem
from search.models import SearchEntry
from search.words import required

ENTRY, ITEM = SearchEntry._meta.db_table, PublishedItem._meta.db_table
FTS = "kuvendi_search_fts"

# title, summary, text, documents; the fifth column is that of suggestions. It adds up over the terms that are there.
_SQLITE_SCORE = f"-bm25({FTS}, 8.0, 3.0, 1.0, 0.5, 0.0)"
# D, C, B, A. PostgreSQL does not weigh rare words more: the number of entries that have the word does it here.
_POSTGRES_SCORE = (
    "ts_rank('{0.05, 0.1, 0.3, 0.8}', entry.terms, CAST(%s AS tsquery)) "  # noqa: S608 - constants
    f"/ (1 + ln((SELECT greatest(count(*), 1) FROM {ENTRY} WHERE terms @@ (SELECT CAST(%s AS tsquery)))))"
)
# The words in a query of their own: PostgreSQL would see how frequent they are and rather read all entries, without
# knowing that it takes far longer to unpack their terms.
_POSTGRES_HAS = "terms @@ (SELECT CAST(%s AS tsquery))"


def matching(
    vendor: str,
    terms: Mapping[str, tuple[Sequence[str], Sequence[str]]],
    columns: str,
    conditions: str,
    values: Sequence[Any],
) -> tuple[str, list[Any]]:
    """SQL for ``columns`` and the score of the items that have the words of a query, and its parameters; ``values`` are
    those of ``conditions``. Items are named ``item`` in both.

    ``terms`` are, by language, the plain terms and the numbers, as that language's analysis gives them, at least one of
    them. An item is found by those of its own language: by all numbers, and by as many plain ones as
    ``words.required`` says. What is not found is not ranked.
    """
    selects, parameters = [], list[Any]()
    locales: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for locale, (plain, numbers) in terms.items():
        locales.setdefault((tuple(plain), tuple(numbers)), []).append(locale)
    for (plain, numbers), alike in locales.items():
        select, given = _matching(vendor, plain, numbers)
        places = ", ".join(["%s"] * len(alike))
        selects.append(f"SELECT {columns}, {select} AND item.locale IN ({places}) AND {conditions}")
        parameters += [*given, *alike, *values]
    return " UNION ALL ".join(selects), parameters


def _matching(vendor: str, plain: tuple[str, ...], numbers: tuple[str, ...]) -> tuple[str, list[str]]:
    """The score of the items that have words, in whatever language, and from where they come; and its parameters."""
    wanted, few = required(len(plain)), ""
    expression, counted = _expression(vendor, plain, numbers, of_all=wanted == len(plain)), list[str]()
    if wanted < len(plain):
        found = " UNION ALL ".join([_ids(vendor)] * len(plain))
        few = f" AND item.id IN (SELECT id FROM ({found}) AS found GROUP BY id HAVING COUNT(*) >= {wanted})"  # noqa: S608
        counted = [_expression(vendor, [term], [], of_all=True) for term in plain]
    if vendor == "sqlite":
        # Cross join: it would begin with all items.
        select = f"{_SQLITE_SCORE} FROM {FTS} CROSS JOIN {ITEM} item WHERE {FTS} MATCH %s AND item.id = {FTS}.rowid"
        return select + few, [expression, *counted]
    score = " + ".join([_POSTGRES_SCORE] * (len(plain) + len(numbers)))
    select = f"{score} FROM {ENTRY} entry JOIN {ITEM} item ON item.id = entry.item_id WHERE entry.{_POSTGRES_HAS}"
    scored = [word for term in (*plain, *numbers) for word in [_single(term)] * 2]
    return select + few, [*scored, expression, *counted]


def _ids(vendor: str) -> str:
    """SQL for the ids of the entries that have what its one parameter says."""
    if vendor == "sqlite":
        return f"SELECT rowid AS id FROM {FTS} WHERE {FTS} MATCH %s"  # noqa: S608 - constants
    return f"SELECT item_id AS id FROM {ENTRY} WHERE {_POSTGRES_HAS}"  # noqa: S608 - constants


def _expression(vendor: str, plain: Sequence[str], numbers: Sequence[str], *, of_all: bool) -> str:
    """What has all numbers, and all plain terms or any of them, in the database's own syntax."""
    as_word, both, either = (_double, " AND ", " OR ") if vendor == "sqlite" else (_single, " & ", " | ")
    parts = [*map(as_word, numbers)]
    if plain:
        parts.append(f"({(both if of_all else either).join(map(as_word, plain))})")
    expression = both.join(parts)
    return f"{{title summary text documents}} : ({expression})" if vendor == "sqlite" else expression


def beginning(vendor: str, words: Sequence[str]) -> tuple[str, list[str | int]]:
    """SQL for the ids of the entries whose titles have, for each of the words, one that begins with it."""
    if vendor == "sqlite":
        prefixes = " AND ".join(f"{_double(word)}*" for word in words)
        return f"SELECT rowid AS id FROM {FTS} WHERE {FTS} MATCH %s", [f"title_words : ({prefixes})"]  # noqa: S608
    prefixes = " & ".join(f"{_single(word)}:*" for word in words)
    return f"SELECT item_id AS id FROM {ENTRY} WHERE title_prefixes @@ CAST(%s AS tsquery)", [prefixes]  # noqa: S608


def _double(term: str) -> str:
    """A term as an FTS5 string. Terms are letters and digits only; this does not rely on it."""
    return '"' + term.replace('"', '""') + '"'


def _single(term: str) -> str:
    """A term as a lexeme of a tsquery."""
    return "'" + term.replace("\\", "").replace("'", "''") + "'"
