"""What steers a device is taken out of every plain text of every page and register, also of fields to come."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CharField, Field, Model, SlugField, TextField, URLField
from wagtail.fields import RichTextField

from cms_pages.models import Body, Signer
from cms_pages.registry import publication_types
from publications.models import Supplier
from tests.factories import SiteTree, StandardPageFactory

PASTED = "Salla\x0be\r\nKuvendit\u2028 "


def texts(model: type[Model]) -> Iterable[Field[Any, Any]]:
    for field in model._meta.concrete_fields:
        plain = isinstance(field, (CharField, TextField)) and not field.choices and field.editable
        if plain and not isinstance(field, (RichTextField, SlugField, URLField)):
            yield field


def test_plain_texts_have_nothing_that_nobody_sees(db: None) -> None:
    for model in (*(known.model for known in publication_types), Body, Signer, Supplier):
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
