"""What else could be searched for where nothing was found. Only what really finds something is offered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches

from django.db.models import F

from cms_pages.publishing.models import PublishedItem
from search.analysis import WORD, analyzer_for, clean
from search.contracts import SearchQuery
from search.services import count
from search.words import words_of

#: only so many words of a query are looked at one by one
MOST_WORDS = 5
#: titles whose words are taken for rightly spelt, the newest first
_MOST_TITLES = 5000
#: how like each other two words are: 1 is equal; a letter too many, too few or wrong in a word of six is 0.83 or more
_ALIKE = 0.75
_MOST_DIFFERENCE = 2


@dataclass(frozen=True)
class Alternative:
    """Another query, and how many documents it finds."""

    query: SearchQuery
    total: int


@dataclass(frozen=True)
class Alternatives:
    """``did_you_mean`` is the query with its unknown words replaced by the nearest ones of the site's titles; ``words``
    are those of its words, where it has several, that find something alone.
    """

    did_you_mean: Alternative | None
    words: list[Alternative]


def alternatives(query: SearchQuery) -> Alternatives:
    """For a query that found nothing. Its filters are kept only where ``did_you_mean`` finds something with them."""
    typed = words_of(query.text)
    words = [*typed.plain, *typed.numbers]
    open_query = SearchQuery(query.text, query.site_id, query.locale, order=query.order, limit=query.limit)
    alone = [_with(open_query, word) for word in typed.plain[:MOST_WORDS]]
    unknown = [one.query.text for one in alone if not one.total]
    nearest = _nearest(query, unknown) if unknown else {}
    text = " ".join(nearest.get(word, word) for word in words)
    corrected = [_with(replace(query, offset=0), text), _with(open_query, text)] if nearest else []
    return Alternatives(
        next((one for one in corrected if one.total), None),
        [one for one in alone if one.total] if len(words) > 1 else [],
    )


def _with(query: SearchQuery, text: str) -> Alternative:
    query = replace(query, text=text)
    return Alternative(query, count(query))


def _nearest(query: SearchQuery, words: list[str]) -> dict[str, str]:
    """The word of a title that is nearest to each of these words, for those that have one near, as it is written
    there. Letters are compared as each title's language compares them.
    """
    best: dict[str, tuple[float, bool, int, str]] = {}
    for locale, written in _title_words(query).items():
        analyzer = analyzer_for(locale)
        folded: dict[str, str] = {}
        for word in written:  # the most frequent first
            folded.setdefault("".join(analyzer.folded(word)), word)
        for word in words:
            typed = "".join(analyzer.folded(word))
            near = [other for other in folded if abs(len(other) - len(typed)) <= _MOST_DIFFERENCE]
            for other in get_close_matches(typed, near, n=5, cutoff=_ALIKE):
                likeness = SequenceMatcher(None, other, typed).ratio()
                form = folded[other]
                best[word] = max(
                    best.get(word, (0.0, False, 0, "")), (likeness, locale == query.locale, written[form], form)
                )
    return {word: form for word, (_likeness, _own, _count, form) in best.items()}


def _title_words(query: SearchQuery) -> dict[str, Counter[str]]:
    """The words of a site's newest titles by language, each language's from the most frequent."""
    titles = PublishedItem.objects.live().unexpired().filter(site_id=query.site_id)
    newest = titles.order_by(F("date").desc(nulls_last=True), "pk").values_list("locale", "title")[:_MOST_TITLES]
    words: dict[str, Counter[str]] = {}
    for locale, title in newest:
        words.setdefault(locale, Counter()).update(_words(title))
    return {locale: Counter(dict(counted.most_common())) for locale, counted in words.items()}


def _words(title: str) -> Iterator[str]:
    """A title's words, the first one in lower case, as it mostly is elsewhere."""
    for place, word in enumerate(WORD.findall(clean(title))):
        if not word.isdigit():
            yield word.lower() if place == 0 else word
