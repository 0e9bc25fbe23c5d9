"""Which words are found by which: the same on both engines."""

from __future__ import annotations

import datetime
import uuid

import pytest

from tests.search.conftest import Engine
from tests.search.factories import item

#: (language of the text, the text, what somebody types)
FOUND = [
    ("sq", "Konsultimet publike për buxhetin", "konsultime publike per buxhetin"),
    ("sq", "Konsultimi publik", "KONSULTIMEVE PUBLIKE"),
    ("sq", "Rregullore për Komunën e Podujevës", "podujeve"),
    ("sq", "Komuna e Podujevës", "Podujevë"),
    ("sq", "Çmimi i ujit në qytet", "cmimi ujë"),
    ("sq", "Njoftim për kontratë", "njoftimet kontrata"),
    ("sq", "Procesverbali i mbledhjes së Kuvendit", "mbledhja kuvendi"),
    ("sq", "Drejtoria e Financave", "drejtorisë financa"),
    ("sq", "Ligji për Qasje në Dokumente Publike", "ligjit qasja dokumenti"),
    ("sr-latn", "Odluka o javnoj nabavci", "одлука"),
    ("sr-latn", "Odluka o javnoj nabavci", "odluke"),
    ("sr-latn", "Odluka o javnoj nabavci", "javna nabavka"),
    ("sr-latn", "Odluka o javnoj nabavci", "јавна набавка"),
    ("sr-latn", "Одлука о јавној набавци", "javna nabavka"),
    ("sr-latn", "Komunikacija sa javnošću", "javnoscu"),
    ("sr-latn", "Komunikacija sa javnošcu", "јавност"),
    ("sr-latn", "Obaveštenje o dodeli ugovora", "obavestenje"),
    ("sr-latn", "Obaveštenja", "обавештење"),
    ("sr-latn", "Obezbeđivanje pristupa", "obezbedivanje"),
    ("sr-latn", "obezbedivanje pristupa", "obezbeđivanje"),
    ("sr-latn", "obezbedjivanje pristupa", "обезбеђивање"),
    ("sr-latn", "Budžet opštine", "buџet opstine"),
    ("sr-latn", "Њива поред Љубовије", "njiva ljubovija"),
    ("sr-latn", "Zapisnici sa sednica", "zapisnik sednice"),
    ("en", "Decisions of the Municipal Assembly", "decision municipality"),
    ("en", "The café’s technologies", "cafe technology"),
    ("en", "Budget ﬁnances possibly", "finance possible"),
    ("en", "Report 3.5 on Co-operation", "operation 3.5 report"),
    ("en", "Podujevë and Niš", "podujeve nis"),
]


@pytest.mark.parametrize(("locale", "text", "typed"), FOUND)
def test_words_are_found_in_any_form(engine: Engine, locale: str, text: str, typed: str) -> None:
    item(engine.site, locale, text)
    item(engine.site, locale, "Krejt tjetër / nešto drugo / another thing")
    engine.index()
    assert engine.titles(typed, "sq") == [text]


@pytest.mark.parametrize(
    ("locale", "text", "typed"),
    [
        ("sq", "Aktiviteti i komunitetit", "akti"),
        ("sq", "Konsultim publik", "konsultë"),
        ("sr-latn", "Odluka o budžetu", "odbor"),
        ("en", "Decision", "decimal"),
        ("sq", "Vendim", "vend* OR ven?im~"),
    ],
)
def test_other_words_are_not_found(engine: Engine, locale: str, text: str, typed: str) -> None:
    item(engine.site, locale, text)
    engine.index()
    assert engine.titles(typed) == []


@pytest.mark.parametrize("place", ["title", "summary", "text", "documents_text"])
def test_words_are_found_wherever_they_are(engine: Engine, place: str) -> None:
    found = item(engine.site, **{"title": "Tjetër"} | {place: "Kanalizimi i fshatit"})
    engine.index()
    assert [hit.item.item_id for hit in engine.find("kanalizim").hits] == [found.item_id]


def test_words_may_be_in_different_places(engine: Engine) -> None:
    item(engine.site, title="Kanalizimi", text="Në fshatin Siboc", documents_text="Shtojca e parë")
    engine.index()
    assert engine.titles("kanalizimi siboc shtojcë") == ["Kanalizimi"]


def test_the_title_counts_most_then_the_summary_then_the_text_then_the_documents(engine: Engine) -> None:
    """Nothing else tells these apart: the words are the same, and by date the order would be the other one."""
    places = ["title", "summary", "text", "documents_text"]
    for day, place in enumerate(places, 1):
        texts = dict.fromkeys(places, "Kuvendi miratoi propozimin") | {place: "Kuvendi miratoi buxhetin"}
        item(engine.site, kind=place, date=datetime.date(2025, 1, day), **texts)
    engine.index()
    assert [hit.item.kind for hit in engine.find("buxhet").hits] == places


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rruga ura", True),
        ("rruga ura kulla", False),
        ("rruga ura shkolla parku", True),
        ("rruga ura kulla parku", True),
        ("rruga ura kulla mulliri", False),
        ("rruga rruga kulla", False),
    ],
)
def test_up_to_three_words_must_all_match_of_more_three_quarters(engine: Engine, typed: str, found: bool) -> None:
    item(engine.site, title="Rruga, ura, shkolla dhe parku")
    engine.index()
    assert bool(engine.titles(typed)) is found


def test_stop_words_are_not_required(engine: Engine) -> None:
    item(engine.site, title="Vendim buxheti")
    engine.index()
    assert engine.titles("vendim për të buxhetin") == ["Vendim buxheti"]
    assert engine.titles("për të") == []


def test_numbers_must_all_match(engine: Engine) -> None:
    item(engine.site, title="Vendim për tenderin 12/2025 të komunës së Gjilanit")
    engine.index()
    assert engine.find("vendim tenderi komuna Gjilan 12/2025").total == 1
    assert engine.find("vendim tenderi komuna Gjilan 13/2025").total == 0
    assert engine.find("për 12/2025").total == 1


@pytest.mark.parametrize("typed", ["01-400/12-3456", " 01 - 400/12-3456 ", "01-400/12-3456\n"])
def test_an_official_number_is_found_first(engine: Engine, typed: str) -> None:
    item(engine.site, title="Ndryshim i vendimit 01-400/12-3456, 01-400/12-3456", identifier="01-400/13-0001")
    item(engine.site, title="Vendim", identifier="01-400/12-3456")
    item(engine.site, title="Tjetër", identifier="01-400/12-3457")
    engine.index()
    assert engine.titles(typed)[0] == "Vendim"
    assert "Tjetër" not in engine.titles(typed)


def test_an_official_number_is_found_among_words(engine: Engine) -> None:
    item(engine.site, title="Vendim", identifier="A 7/2025-X")
    engine.index()
    assert engine.titles("Vendimi 7/2025") == ["Vendim"]
    assert engine.titles("a 7/2025-x") == ["Vendim"]


@pytest.mark.parametrize(
    "typed",
    [
        "*", "***", '"', "'", "\\", "AND", "OR NOT", "vendim AND", "vendim NEAR(", "title:vendim", '"vendim',
        "vendim\x00", "../../etc/passwd", "vendim) OR (1=1", "{title} : vendim", "🎉", "vendim 🎉", "^vendim$",
        "vendim~2", "[a TO z]", "vendim:*", "a:*&!b|c", "-vendim", "\ud800", "%s %(x)s %",
        "<script>alert(1)</script>", "e\u0308" * 50, "\u202evendim", "x" * 100_000, "vendim " * 20_000, " ", "日本語",
        "ہ م", "ﷺ", "İstanbul", "ẞ",
    ],
)  # fmt: skip
def test_no_text_is_an_error(engine: Engine, typed: str) -> None:
    item(engine.site, title="Vendim")
    engine.index()
    result = engine.find(typed)
    assert result.total in {0, 1}
    engine.suggest(typed)


@pytest.mark.parametrize(
    "typed", ["vendim\x00", "vendim 🎉", '"vendim', "vendim:*", "-vendim", "^vendim$", "ven\u00addim"]
)
def test_signs_around_words_do_not_matter(engine: Engine, typed: str) -> None:
    item(engine.site, title="Vendim")
    engine.index()
    assert engine.titles(typed) == ["Vendim"]


@pytest.mark.parametrize("typed", ["***", "🎉", "–", "?!"])
def test_signs_alone_find_nothing(engine: Engine, typed: str) -> None:
    item(engine.site, title="Vendim *** 🎉")
    engine.index()
    assert engine.find(typed).total == 0


def test_a_text_of_half_a_million_characters_is_searched(engine: Engine) -> None:
    words = " ".join(uuid.uuid4().hex[:9] for _number in range(50_000))
    item(engine.site, title="Shtojca", text="fillimi " + words[:200_000], documents_text=f"arkiva {words}"[:500_000])
    engine.index()
    assert engine.titles("arkivat") == ["Shtojca"]
    assert "arkiva" in engine.find("arkivat").hits[0].snippet_html
