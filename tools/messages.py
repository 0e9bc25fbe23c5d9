"""Bring the translations' catalogues (.po) up to date with the texts in code and templates. Needs GNU gettext."""

import os
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).parents[1]
#: each has a catalogue of its own in its folder ``locale``
PACKAGES = ["alerts", "cms_pages", "publications", "search", "site"]
LOCALES = ["en", "sq", "sr_Latn"]


def update(root: Path = ROOT) -> list[Path]:
    """Extract the texts of all packages below ``root``; returns the catalogues. New texts are left untranslated.

    The English catalogue is the texts themselves. Texts that are gone are dropped.
    """
    # Without settings: texts are extracted from the folder, whatever is installed.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    for package in PACKAGES:
        (root / package / "locale").mkdir(exist_ok=True)
        subprocess.run(
            [
                # Safe path: a package's selectors.py must not stand in for Python's own.
                *(sys.executable, "-P", "-m", "django", "makemessages", "--verbosity=0"),
                *(f"--locale={locale}" for locale in LOCALES),
                *("--no-obsolete", "--no-wrap", "--no-location", "--ignore=migrations"),
            ],
            cwd=root / package,
            env=environment,
            check=True,
        )
    catalogues = [
        root / package / "locale" / locale / "LC_MESSAGES" / "django.po" for package in PACKAGES for locale in LOCALES
    ]
    for catalogue in catalogues:
        _tidy(catalogue)
    return catalogues


def _tidy(path: Path) -> None:
    catalogue = polib.pofile(str(path), wrapwidth=0)
    # The date of extraction would make every run a change.
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Report-Msgid-Bugs-To"):
        catalogue.metadata.pop(name, None)
    catalogue.header = ""
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata |= {"Project-Id-Version": "Kuvendi", "Language": path.parts[-3]}
    if path.parts[-3] == "en":
        for entry in catalogue:
            entry.msgstr = "" if entry.msgid_plural else entry.msgid
            if entry.msgid_plural:
                entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    catalogue.save()


if __name__ == "__main__":
    for path in update():
        untranslated = polib.pofile(str(path)).untranslated_entries() + polib.pofile(str(path)).fuzzy_entries()
        print(f"{path.relative_to(ROOT)}: {len(untranslated)} to translate")
