"""What is shown of what is found: the same on both engines."""

from __future__ import annotations

import datetime
import uuid

import pytest
from pytest_django import DjangoAssertNumQueries

from cms_pages.publishing.models import PublishedItem
from search.contracts import LAST_PLACE
from tests.search.conftest import Engine, facet, locales, new_site
from tests.search.factories import bury, change, item


def translated(engine: Engine, titles: dict[str, str], **columns: object) -> uuid.UUID:
    key = uuid.uuid4()
    for locale, title in titles.items():
        item(engine.site, locale, title, translation_key=key, **columns)
    return key


DECISION = {"sq": "Vendim për tregun", "sr-latn": "Odluka o pijaci", "en": "Decision on the market"}


def test_a_document_is_shown_once_in_the_readers_language(engine: Engine) -> None:
    translated(engine, DECISION)
    engine.index()
    for typed, matched in [("treg", "sq"), ("пијаца", "sr-latn"), ("markets", "en")]:
        for locale in DECISION:
            result = engine.find(typed, locale)
            assert (result.total, len(result.hits)) == (1, 1)
            assert result.hits[0].item.locale == locale
            assert result.hits[0].matched_locale == matched


@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_the_readers_version_is_matched_before_a_better_one_in_another_language(engine: Engine, order: str) -> None:
    key = uuid.uuid4()
    item(engine.site, "sq", "Transport", translation_key=key, text="Një tekst i gjatë për transportin. " * 5)
    item(engine.site, "en", "Transport transport", translation_key=key)
    engine.index()
    for locale in ("sq", "en"):
        assert engine.find("transport", locale, order=order).hits[0].matched_locale == locale
    assert engine.find("transport", "sr-latn", order=order).hits[0].matched_locale in {"sq", "en"}


def test_what_matches_in_the_readers_language_comes_before_what_does_in_another(engine: Engine) -> None:
    item(engine.site, "sq", "Raport", text="Viti u mbyll. Transporti u rrit. Buxheti u nda.")
    item(engine.site, "en", "Transport transport")
    engine.index()
    assert engine.titles("transport", "sq") == ["Raport", "Transport transport"]
    assert engine.titles("transport", "en") == ["Transport transport", "Raport"]


def test_without_a_version_in_the_readers_language_the_one_that_matched_is_shown(engine: Engine) -> None:
    translated(engine, {"sq": "Vendim për tregun", "en": "Decision on the market"})
    engine.index()
    hit = engine.find("market", "sr-latn").hits[0]
    assert (hit.item.locale, hit.matched_locale) == ("en", "en")


def test_a_filter_of_languages_limits_what_is_shown_too(engine: Engine) -> None:
    translated(engine, DECISION)
    engine.index()
    assert locales(engine.find("", "sq", locales=("en",))) == ["en"]
    assert locales(engine.find("market", "sq", locales=("en", "sr-latn"))) == ["en"]
    assert engine.find("market", "sq", locales=("sr-latn",)).total == 0


def test_what_matches_is_marked_and_everything_else_escaped(engine: Engine) -> None:
    item(
        engine.site,
        "sq",
        'Konsultimet <b>publike</b> & "të tjera"',
        summary="Ftesë për <script>konsultim</script> publik.",
    )
    engine.index()
    hit = engine.find("konsultimi publik").hits[0]
    assert hit.title_html == (
        "<mark>Konsultimet</mark> &lt;b&gt;<mark>publike</mark>&lt;/b&gt; &amp; &quot;të tjera&quot;"
    )
    assert hit.snippet_html == ("Ftesë për &lt;script&gt;<mark>konsultim</mark>&lt;/script&gt; <mark>publik</mark>.")


def test_marks_in_the_other_script_and_without_diacritics(engine: Engine) -> None:
    item(engine.site, "sr-latn", "Obaveštenje o nabavci")
    engine.index()
    hit = engine.find("набавка obavestenja", "sr-latn").hits[0]
    assert hit.title_html == "<mark>Obaveštenje</mark> o <mark>nabavci</mark>"


def long_text(first: int = 1) -> str:
    return "".join(f"Kuvendi i Komunës shqyrtoi pikën {number} të rendit. " for number in range(first, first + 20))


@pytest.mark.parametrize("place", ["text", "documents_text"])
def test_the_snippet_is_the_part_that_matches(engine: Engine, place: str) -> None:
    before, after = (long_text(first) for first in (1, 21))
    item(engine.site, summary="Përmbledhja", **{place: f"{before}Rruga në Siboc asfaltohet. {after}"})
    engine.index()
    snippet = engine.find("asfaltim siboc rrugë asfaltohet").hits[0].snippet_html
    assert "<mark>Siboc</mark>" in snippet
    assert "<mark>asfaltohet</mark>" in snippet
    assert len(snippet) < 500
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")


@pytest.mark.parametrize(("words", "at_start"), [("fillimi", True), ("mbarimi", False)])
def test_a_snippet_from_the_edge_of_a_text_says_that_it_goes_on_at_the_other(
    engine: Engine, words: str, at_start: bool
) -> None:
    item(engine.site, text=f" Fillimi i tekstit. {long_text()}Mbarimi i tij.\n")
    engine.index()
    snippet = engine.find(words).hits[0].snippet_html
    assert (snippet.startswith("… "), snippet.endswith(" …")) == (not at_start, at_start)


def test_the_title_of_another_language_is_not_marked_and_the_snippet_is_what_matched(engine: Engine) -> None:
    key = uuid.uuid4()
    item(engine.site, "sq", "Vendim për tregun", translation_key=key, summary="Përmbledhje")
    item(engine.site, "en", "Decision", translation_key=key, summary="On the market")
    engine.index()
    hit = engine.find("market", "sq").hits[0]
    assert (hit.title_html, hit.snippet_html) == ("Vendim për tregun", "On the <mark>market</mark>")


def test_without_a_match_in_the_texts_the_summary_is_shown(engine: Engine) -> None:
    item(engine.site, title="Vendim", summary="Një & dy")
    engine.index()
    assert engine.find("vendim").hits[0].snippet_html == "Një &amp; dy"
    assert engine.find("").hits[0].snippet_html == "Një &amp; dy"


def test_filters_are_alternatives_within_and_conditions_between(engine: Engine) -> None:
    item(engine.site, title="A", type="decision", kind="individual", body="assembly", date=datetime.date(2024, 1, 1))
    item(engine.site, title="B", type="decision", kind="normative", body="mayor", date=datetime.date(2025, 1, 1))
    item(engine.site, title="C", type="news", kind="news", date=datetime.date(2025, 2, 1))
    engine.index()
    assert engine.titles("", types=("decision",)) == ["B", "A"]
    assert engine.titles("", types=("decision", "news")) == ["C", "B", "A"]
    assert engine.titles("", kinds=("individual", "news")) == ["C", "A"]
    assert engine.titles("", bodies=("mayor",)) == ["B"]
    assert engine.titles("", years=(2025,)) == ["C", "B"]
    assert engine.titles("", years=(2025,), types=("decision",)) == ["B"]
    assert engine.titles("", years=(2024,), types=("news",)) == []
    assert engine.titles("", types=("nothing",)) == []


def test_states_narrow_and_are_counted(engine: Engine) -> None:
    translated(engine, DECISION, item_state="in_force")
    amended = item(engine.site, title="Vendim i vjetër", item_state="amended")
    item(engine.site, title="Vendim i ri", item_state="not_yet_in_force")
    item(engine.site, title="Lajm", type="news")
    engine.index()
    for text in ("", "vendim"):
        assert facet(engine.find(text), "state") == {"in_force": 1, "amended": 1, "not_yet_in_force": 1}
        assert set(engine.titles(text, states=("amended", "in_force"))) == {"Vendim i vjetër", "Vendim për tregun"}
        # A facet ignores its own filter, the others follow it.
        narrowed = engine.find(text, states=("not_yet_in_force",))
        assert (narrowed.total, facet(narrowed, "state")["amended"], facet(narrowed, "type")) == (1, 1, {"decision": 1})
    change(amended, item_state="revoked")
    engine.index()
    assert engine.titles("vjetër", states=("revoked",)) == ["Vendim i vjetër"]
    assert engine.find("vjetër", states=("amended",)).total == 0
    assert facet(engine.find(""), "state") == {"in_force": 1, "revoked": 1, "not_yet_in_force": 1}


def test_nothing_is_shown_in_a_state_that_it_has_no_longer(engine: Engine) -> None:
    call = item(engine.site, title="Thirrje", type="notice", item_state="open")
    engine.index()
    assert engine.titles("thirrje", states=("open",)) == ["Thirrje"]
    change(call, item_state="closed")
    # The index does not know yet.
    assert engine.titles("thirrje", states=("open",)) == engine.titles("", states=("open",)) == []


def test_days_are_included_and_hold_for_facets_too(engine: Engine) -> None:
    for day in (1, 2, 3):
        item(engine.site, title=f"Tregu {day}", type=f"t{day}", date=datetime.date(2025, 1, day))
    engine.index()
    first, second, third = (datetime.date(2025, 1, day) for day in (1, 2, 3))
    for text in ("", "tregu"):
        assert set(engine.titles(text, date_from=second)) == {"Tregu 2", "Tregu 3"}
        assert set(engine.titles(text, date_to=second)) == {"Tregu 1", "Tregu 2"}
        assert engine.titles(text, date_from=second, date_to=second) == ["Tregu 2"]
        assert engine.find(text, date_from=third, date_to=first).total == 0
        assert facet(engine.find(text, date_from=second), "type") == {"t2": 1, "t3": 1}
    assert engine.find("tregu", date_to=third, types=("t3",)).total == 1


def test_facets_count_documents_and_ignore_their_own_filter(engine: Engine) -> None:
    translated(engine, DECISION, kind="individual", body="assembly", date=datetime.date(2024, 1, 1))
    translated(
        engine, {"sq": "Vendim tjetër për tregun"}, kind="normative", body="mayor", date=datetime.date(2025, 1, 1)
    )
    item(engine.site, title="Lajm për tregun", type="news", kind="", date=datetime.date(2025, 2, 1))
    engine.index()
    everything = engine.find("", "sq")
    assert facet(everything, "type") == {"decision": 2, "news": 1}
    assert facet(everything, "kind") == {"individual": 1, "normative": 1}
    assert facet(everything, "year") == {"2025": 2, "2024": 1}
    assert facet(everything, "body") == {"assembly": 1, "mayor": 1}
    assert facet(everything, "locale") == {"sq": 3, "en": 1, "sr-latn": 1}
    assert [value.value for value in everything.facets["year"]] == ["2025", "2024"]

    filtered = engine.find("treg", "sq", types=("decision",), years=(2025,))
    assert filtered.total == 1
    assert facet(filtered, "type") == {"decision": 1, "news": 1}
    assert facet(filtered, "year") == {"2025": 1, "2024": 1}
    assert facet(filtered, "body") == {"mayor": 1}
    assert facet(filtered, "locale") == {"sq": 1}


def test_browsing_and_newest_are_by_date(engine: Engine) -> None:
    for day, title in [(3, "tregu C"), (1, "treg treg A"), (2, "Tregu B")]:
        item(engine.site, title=title, date=datetime.date(2025, 1, day))
    item(engine.site, title="Pa datë treg", date=None)
    engine.index()
    expected = ["tregu C", "Tregu B", "treg treg A", "Pa datë treg"]
    assert engine.titles("") == expected
    assert engine.titles("   ") == expected
    assert engine.titles("treg", order="newest") == expected


def test_pages_do_not_overlap_and_end(engine: Engine) -> None:
    for number in range(7):
        translated(engine, {"sq": f"Vendim {number}", "en": f"Decision {number}"})
    engine.index()
    for text in ("", "vendim"):
        pages = [engine.find(text, "sq", offset=offset, limit=3) for offset in (0, 3, 6, 9)]
        assert [len(page.hits) for page in pages] == [3, 3, 1, 0]
        assert {page.total for page in pages} == {7}
        assert len({hit.item.item_id for page in pages for hit in page.hits}) == 7


@pytest.mark.parametrize("offset", [LAST_PLACE - 1, LAST_PLACE, LAST_PLACE + 5, 10**9])
def test_far_beyond_the_end_there_is_nothing(engine: Engine, offset: int) -> None:
    item(engine.site, title="Vendim")
    engine.index()
    result = engine.find("vendim", offset=offset, limit=100)
    assert (result.hits, result.total) == ([], 1)


def test_other_sites_items_never_show(engine: Engine) -> None:
    other = new_site()
    item(engine.site, title="Vendim këtu")
    item(other, title="Vendim atje")
    engine.index()
    assert engine.titles("vendim") == ["Vendim këtu"]
    assert engine.titles("") == ["Vendim këtu"]
    assert facet(engine.find(""), "type") == {"decision": 1}
    assert [found.title for found in engine.suggest("vend")] == ["Vendim këtu"]


def test_what_is_gone_is_no_longer_found(engine: Engine) -> None:
    gone = item(engine.site, title="Vendim i tërhequr")
    item(engine.site, title="Vendim tjetër")
    engine.index()
    assert engine.find("vendim").total == 2
    bury(gone)
    assert engine.titles("vendim") == ["Vendim tjetër"], "before the index knows it"
    assert [found.title for found in engine.suggest("vend")] == ["Vendim tjetër"]
    engine.index()
    assert engine.find("vendim").total == 1
    assert facet(engine.find(""), "type") == {"decision": 1}


def test_a_version_that_is_gone_is_not_quoted(engine: Engine) -> None:
    key = uuid.uuid4()
    item(engine.site, "sq", "Vendim", translation_key=key)
    gone = item(engine.site, "en", "Decision", translation_key=key, summary="A secret market")
    engine.index()
    bury(gone)
    assert engine.find("market", "sq").hits == []


def test_what_changed_is_found_by_its_new_words_only(engine: Engine) -> None:
    changed = item(engine.site, title="Vendim për tregun", text="Tregu i gjelbër")
    engine.index()
    change(changed, title="Vendim për parkun", text="Parku i qytetit")
    engine.index()
    assert engine.titles("parku") == ["Vendim për parkun"]
    assert engine.titles("treg") == []


def test_what_was_gone_can_come_back(engine: Engine) -> None:
    back = item(engine.site, title="Vendim")
    engine.index()
    bury(back)
    engine.index()
    change(back, state="live", reason="", title="Vendim prapë")
    engine.index()
    assert engine.titles("prapë") == ["Vendim prapë"]


def test_handling_items_twice_or_late_changes_nothing(engine: Engine) -> None:
    changed = item(engine.site, title="Vendim për tregun")
    before = list(PublishedItem.objects.all())
    engine.index()
    change(changed, title="Vendim për parkun")
    engine.index()
    if engine.name == "elasticsearch":
        engine.reader().handle(before)
    engine.reader().handle(list(PublishedItem.objects.all()))
    engine.index()
    assert engine.titles("vendim") == ["Vendim për parkun"]
    assert engine.titles("treg") == []


def test_hits_are_read_in_one_query_whatever_their_number(
    engine: Engine, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        translated(engine, {"sq": f"Vendim {number}", "en": f"Decision {number}"}, text="Teksti " * 100)
    engine.index()
    most = 1 if engine.name == "elasticsearch" else 9
    with django_assert_max_num_queries(most):
        for hit in engine.find("vendim", limit=30).hits:
            assert hit.item.title
            assert hit.item.payload
