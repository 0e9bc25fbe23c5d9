"""What steers a device is taken out of every plain text of every page and register, also of fields to come."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CharField, Field, Model, SlugField, TextField, URLField
from wagtail.fields import RichTextField
from wagtail.models import Collection

from cms_pages.blocks.content import ContentBlock
from cms_pages.models import Body, Picture, Signer
from cms_pages.models.body import FormerName
from cms_pages.registry import publication_types
from municipality.models import MunicipalityProfile, MunicipalityText
from publications.models import (
    ActAttachment,
    AlbumPicture,
    RecordingSubtitles,
    Supplier,
    TenderLot,
    TenderStep,
)
from tests.factories import DocumentFactory, SiteTree, StandardPageFactory, publish_translation

ROWS = (ActAttachment, AlbumPicture, RecordingSubtitles, TenderLot, TenderStep, FormerName)
REGISTERS = (Body, Signer, Supplier)
ROWS_OF_SETTINGS = (MunicipalityText, MunicipalityProfile)
PASTED = "Salla\x0be\r\nKuvendit\u2028 "


def texts(model: type[Model]) -> Iterable[Field[Any, Any]]:
    for field in model._meta.concrete_fields:
        plain = isinstance(field, (CharField, TextField)) and not field.choices and field.editable
        if plain and not isinstance(field, (RichTextField, SlugField, URLField)):
            yield field


def test_plain_texts_have_nothing_that_nobody_sees(db: None) -> None:
    for model in (
        *(known.model for known in publication_types),
        Body,
        Signer,
        Supplier,
        Picture,
        *ROWS,
        *ROWS_OF_SETTINGS,
    ):
        fields = list(texts(model))
        thing = model(**{field.name: PASTED for field in fields})
        with suppress(ValidationError):  # for what else it lacks
            thing.clean_fields()
        for field in fields:
            wanted = "Salla e Kuvendit" if isinstance(field, CharField) else "Salla e\r\nKuvendit  "
            assert getattr(thing, field.name) == wanted, f"{model.__name__}.{field.name}"


def test_a_title_of_nothing_that_can_be_seen_is_none(site: SiteTree) -> None:
    page = StandardPageFactory(parent=site.sections["sq"])
    page.title = "\x01\u2028"
    with pytest.raises(ValidationError, match="title"):
        page.full_clean()


def test_blocks_of_text_have_nothing_that_nobody_sees() -> None:
    """NUL in the cell of a table comes as an escape of JSON, which no field of a form looks at."""
    block = ContentBlock()
    quote = {"text": "a\x07b", "attribution": "c\x00d"}
    table = {"data": [["q", "a\x00b"], [None, "e\ufffef"]], "table_caption": "g\x0bh"}
    value = block.to_python(
        [{"type": kind, "value": value} for kind, value in (("heading", "a\x07b"), ("quote", quote), ("table", table))]
    )
    heading, quoted, cells = (child.value for child in block.clean(value))
    assert heading == "a b"
    assert dict(quoted) == {"text": "a b", "attribution": "c d"}
    assert (cells["data"], cells["table_caption"]) == ([["q", "a b"], [None, "e f"]], "g h")


def test_a_translated_text_has_nothing_that_nobody_sees(site: SiteTree) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], title="Ura")
    assert publish_translation(page, "en", {"Ura": "The\x00bridge"}).title == "The bridge"


def test_the_title_of_a_document_has_nothing_that_nobody_sees(db: None) -> None:
    assert DocumentFactory(title=PASTED).title == "Salla e Kuvendit"


def test_the_name_of_a_collection_has_nothing_that_nobody_sees(db: None) -> None:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    assert root.add_child(name=PASTED).name == "Salla e Kuvendit"
