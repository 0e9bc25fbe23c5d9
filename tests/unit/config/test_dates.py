"""Dates and times as people type them."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail_localize.models import StringTranslation

from publications.models import NewsPage


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
@pytest.mark.parametrize(
    "typed", ["31.12.2026", "31.12.2026.", "31. 12. 2026.", "31/12/2026", "31.12.26", "2026-12-31"]
)
def test_a_date_is_read_as_people_type_it(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == datetime.date(2026, 12, 31)


@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
@pytest.mark.parametrize("typed", ["12/31/2026", "31.02.2026", "31122026"])
def test_what_is_no_date_is_refused(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
def test_the_day_of_publishing_needs_its_time(name: str) -> None:
    # Django would take it for midnight: what is to be public until the 30th would go as the 30th begins.
    field = NewsPage.get_edit_handler().get_form_class().base_fields[name]
    with translation.override("en"), pytest.raises(ValidationError, match="Write the time, too"):
        field.clean("30.11.2026")


def test_the_day_of_a_translation_is_in_no_language() -> None:
    # wagtail-localize writes the month in English.
    day = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    text = StringTranslation(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, updated_at=day)
    with translation.override("sq"):
        assert text.get_comment() == "Përkthyer me dorë më 23.11.2026"
