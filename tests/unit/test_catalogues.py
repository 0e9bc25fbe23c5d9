"""Every text that a person sees is translated."""

import datetime
import re
import shutil
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.formats import date_format

from tests.support.catalogues import keeps_its_parts
from tools.messages import LOCALES, PACKAGES, ROOT, update


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues as they would be if the texts were extracted now."""
    copy = tmp_path_factory.mktemp("texts")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    update(copy)
    return copy


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("package", PACKAGES)
def test_catalogue_is_complete(extracted: Path, package: str, locale: str) -> None:
    catalogue = polib.pofile(str(extracted / package / "locale" / locale / "LC_MESSAGES" / "django.po"))
    missing = [entry.msgid for entry in catalogue if not entry.translated()]
    assert missing == [], "run `make messages` and translate these"


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("package", PACKAGES)
def test_placeholders_and_tags_survive_translation(package: str, locale: str) -> None:
    catalogue = polib.pofile(str(ROOT / package / "locale" / locale / "LC_MESSAGES" / "django.po"))
    changed = [entry.msgid for entry in catalogue if not keeps_its_parts(entry)]
    assert changed == []


def test_serbian_dates_which_end_with_a_point_get_no_second_one() -> None:
    """Those of ``DATE_FORMAT``; a moment ends with its time."""
    double = re.compile(r"%\((date|day|first|last|taken)\)s\.")
    catalogues = [polib.pofile(str(ROOT / each / "locale/sr_Latn/LC_MESSAGES/django.po")) for each in PACKAGES]
    assert [entry.msgstr for catalogue in catalogues for entry in catalogue if double.search(entry.msgstr)] == []


@pytest.mark.parametrize(
    ("language", "shown"), [("sq", "4 mars 2025"), ("sr-latn", "4. marta 2025."), ("en", "4 March 2025")]
)
def test_dates_are_written_as_in_each_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert date_format(datetime.date(2025, 3, 4), "DATE_FORMAT") == shown


def test_serbian_moments_read_as_in_a_sentence() -> None:
    with translation.override("sr-latn"):
        moment = datetime.datetime(2027, 12, 31, 16, tzinfo=datetime.UTC)
        assert date_format(moment, "DATETIME_FORMAT") == "31. decembra 2027. u\xa016:00"
        assert date_format(moment, "YEAR_MONTH_FORMAT").lower() == "decembar 2027."
