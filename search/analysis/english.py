"""English: Porter's stemmer."""

from __future__ import annotations

from search.analysis.language import Language

ENGLISH = Language(
    name="english",
    stop_words=(
        "a an and are as at be but by for if in into is it no not of on or such that the their then there "
        "these they this to was will with"
    ),
    # Lucene's stemmer has two later rules of Porter's (-bli, -logi) that Snowball's lacks: with these both give one
    # term.
    rules=((r"bl(?:y|ies|i)$", "ble"), (r"log(?:y|ies|i)$", "log")),
    porter=True,
)
