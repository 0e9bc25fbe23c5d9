"""Every text that a person sees is translated."""

import re
import shutil
from pathlib import Path

import polib
import pytest

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
def test_placeholders_survive_translation(package: str, locale: str) -> None:
    catalogue = polib.pofile(str(ROOT / package / "locale" / locale / "LC_MESSAGES" / "django.po"))
    for entry in catalogue:
        for text in filter(None, (entry.msgstr, *entry.msgstr_plural.values())):
            assert placeholders(text) <= placeholders(entry.msgid) | placeholders(entry.msgid_plural), entry.msgid


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}", text))
