"""What is offered where nothing was found: the same on both engines."""

import datetime
from typing import Any

import pytest

from search.alternatives import Alternatives, alternatives
from search.contracts import SearchQuery
from tests.search.conftest import Engine, new_site
from tests.search.factories import item


def ask(engine: Engine, text: str, locale: str = "sq", **parts: Any) -> Alternatives:
    query = SearchQuery(text, site_id=engine.site.pk, locale=locale, **parts)
    assert engine.find(text, locale, **parts).total == 0
    return alternatives(query)


def meant(engine: Engine, text: str, locale: str = "sq", **parts: Any) -> tuple[str, int] | None:
    found = ask(engine, text, locale, **parts).did_you_mean
    if found is None:
        return None
    # What is offered is found.
    assert engine.find(found.query.text, locale).total >= found.total > 0
    return found.query.text, found.total


@pytest.mark.parametrize(
    ("locale", "title", "typed", "expected"),
    [
        ("sq", "Vendim për buxhetin", "buxhettin", "buxhetin"),
        ("sq", "Vendim për buxhetin", "vndim", "vendim"),
        ("sq", "Vendim për ujësjellësin", "ujsjellsin", "ujësjellësin"),
        ("sq", "Vendim për ujësjellësin", "UJESJLELESIN", "ujësjellësin"),
        ("sq", "Ura në Livadishtë", "livadsihte", "Livadishtë"),
        ("sr-latn", "Odluka o javnoj nabavci", "javnoj nabvci", "javnoj nabavci"),
        ("sr-latn", "Odluka o javnoj nabavci", "одлка", "odluka"),
        ("en", "Decision on the market", "desicion on the market 2025", None),
        ("sq", "Vendim për buxhetin", "xhirafa", None),
        ("sq", "Vendim për buxhetin", "bu", None),
        ("sq", "Vendim për buxhetin", "***", None),
    ],
)
def test_a_word_that_is_not_known_is_replaced_by_the_nearest_of_a_title(
    engine: Engine, locale: str, title: str, typed: str, expected: str | None
) -> None:
    item(engine.site, locale, title)
    engine.index()
    assert meant(engine, typed, locale) == (expected and (expected, 1))


def test_only_what_finds_something_is_offered(engine: Engine) -> None:
    item(engine.site, title="Vendim për buxhetin")
    item(engine.site, title="Lajm për ujin")
    item(new_site(), title="Vendim për xhirafën")
    engine.index()
    assert meant(engine, "vendim buxhettin") == ("vendim buxhetin", 1)
    assert meant(engine, "ujin buxhettin") is None
    assert meant(engine, "xhiraffen") is None


def test_the_readers_language_and_then_the_frequent_word_win(engine: Engine) -> None:
    item(engine.site, "sq", "Transporti")
    item(engine.site, "sr-latn", "Transporta")
    for title in ("Parku", "Parku", "Parki"):
        item(engine.site, "sq", title)
    engine.index()
    assert meant(engine, "transportx", "sq") == ("transporti", 2)
    assert meant(engine, "transportx", "sr-latn") == ("transporta", 2)
    assert meant(engine, "parkz", "sq") == ("parku", 3)


def test_a_correction_keeps_the_filters_under_which_it_finds_something(engine: Engine) -> None:
    item(engine.site, title="Vendim për buxhetin", date=datetime.date(2024, 1, 1))
    engine.index()
    for year in (2024, 2020):
        found = ask(engine, "buxhettin", years=(year,)).did_you_mean
        assert found is not None
        assert (found.query.years, found.total) == (((2024,) if year == 2024 else ()), 1)


def test_each_of_several_words_that_finds_something_alone(engine: Engine) -> None:
    item(engine.site, title="Vendim për buxhetin")
    item(engine.site, title="Lajm për ujin")
    engine.index()
    found = ask(engine, "ujin buxhetin xhirafa")
    assert [(one.query.text, one.total) for one in found.words] == [("ujin", 1), ("buxhetin", 1)]
    assert ask(engine, "xhirafa").words == []
