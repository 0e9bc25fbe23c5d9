"""Suggestions while typing: the same on both engines."""

from __future__ import annotations

import datetime
import uuid

import pytest

from tests.search.conftest import Engine
from tests.search.factories import item


@pytest.mark.parametrize(
    ("locale", "title", "typed"),
    [
        ("sq", "Konsultimi publik për buxhetin", "kons"),
        ("sq", "Konsultimi publik për buxhetin", "buxh"),
        ("sq", "Konsultimi publik për buxhetin", "konsultimi pub"),
        ("sq", "Komuna e Podujevës", "podujeves"),
        ("sq", "Çështje pronësore", "cesh"),
        ("sr-latn", "Obaveštenje o nabavci", "обав"),
        ("sr-latn", "Obaveštenje o nabavci", "obaves"),
        ("sr-latn", "Ђаковица", "djak"),
        ("sr-latn", "Џеп", "dž"),
        ("en", "Decision 01-400/12", "decision 01-4"),
        ("en", "Decision", "D"),
        ("sq", "X" * 60, "x" * 40),
    ],
)
def test_titles_with_words_that_begin_so_are_suggested(engine: Engine, locale: str, title: str, typed: str) -> None:
    suggested = item(engine.site, locale, title)
    item(engine.site, locale, "Zzz", summary=title, text=title)
    engine.index()
    found = engine.suggest(typed)
    assert [(one.title, one.url, one.type, one.locale, one.item_id) for one in found] == [
        (title, suggested.url, "decision", locale, suggested.item_id)
    ]


@pytest.mark.parametrize("typed", ["", " ", "*", "ndim", "vendim xyz", "vendimi i"])
def test_nothing_is_suggested_for(engine: Engine, typed: str) -> None:
    item(engine.site, title="Vendim")
    engine.index()
    assert engine.suggest(typed) == []


def test_the_readers_language_comes_first_then_the_newest_and_each_document_once(engine: Engine) -> None:
    key = uuid.uuid4()
    item(engine.site, "sq", "Transporti A", translation_key=key, date=datetime.date(2024, 1, 1))
    item(engine.site, "en", "Transport A", translation_key=key, date=datetime.date(2024, 1, 1))
    item(engine.site, "en", "Transport B", date=datetime.date(2025, 1, 1))
    item(engine.site, "sq", "Transporti C", date=datetime.date(2023, 1, 1))
    engine.index()
    assert [one.title for one in engine.suggest("transp", "sq")] == ["Transporti A", "Transporti C", "Transport B"]
    assert [one.title for one in engine.suggest("transp", "en")] == ["Transport B", "Transport A", "Transporti C"]
    assert [one.title for one in engine.suggest("transp", "sq", limit=1)] == ["Transporti A"]
