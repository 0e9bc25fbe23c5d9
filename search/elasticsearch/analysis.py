"""An index's analysis settings, made of the same rules that Python applies."""

from __future__ import annotations

from typing import Any

from search.analysis import Language
from search.analysis.folding import COMMON

#: the longest beginning of a word that is suggested by; a query's words are cut well below it
LONGEST_PREFIX = 24


def analysis_settings(language: Language) -> dict[str, Any]:
    """Analyzers ``content`` (terms), ``words`` (folded, not shortened) and ``prefixes`` (all beginnings of
    ``words``).
    """
    folding = COMMON | dict(language.folding)
    filters: dict[str, Any] = {
        "stop_words": {"type": "stop", "stopwords": language.stop_words.split()},
        "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": LONGEST_PREFIX},
    }
    chain = ["lowercase", "stop_words"]
    for number, (pattern, replacement) in enumerate(language.rules):
        filters[f"rule_{number}"] = {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}
        chain.append(f"rule_{number}")
    if language.porter:
        chain.append("porter_stem")
    return {
        "char_filter": {
            "folding": {"type": "mapping", "mappings": [f"{letters}=>{by}" for letters, by in folding.items()]}
        },
        "filter": filters,
        "analyzer": {
            "content": _analyzer(chain),
            "words": _analyzer(["lowercase"]),
            "prefixes": _analyzer(["lowercase", "beginnings"]),
        },
    }


def _analyzer(filters: list[str]) -> dict[str, Any]:
    return {"type": "custom", "char_filter": ["folding"], "tokenizer": "standard", "filter": filters}
