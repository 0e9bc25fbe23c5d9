"""Translations are compiled without GNU gettext."""

import gettext
import os
from pathlib import Path

from tools.compile_messages import compile_messages

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "verb"
msgid "Search"
msgstr "Kërko"

msgid "%(count)s decision"
msgid_plural "%(count)s decisions"
msgstr[0] "%(count)s vendim"
msgstr[1] "%(count)s vendime"

#, fuzzy
msgid "Minutes"
msgstr "Minuta"
"""


def test_compiled_catalogue_is_what_gettext_reads(tmp_path: Path) -> None:
    source = tmp_path / "publications" / "locale" / "sq" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    (compiled,) = compile_messages(tmp_path)
    with compiled.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.pgettext("verb", "Search") == "Kërko"
    assert catalogue.ngettext("%(count)s decision", "%(count)s decisions", 5) == "%(count)s vendime"
    assert catalogue.gettext("Minutes") == "Minutes"


def test_only_what_changed_is_compiled_again(tmp_path: Path) -> None:
    source = tmp_path / "search" / "locale" / "sq" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    (compiled,) = compile_messages(tmp_path)
    assert compile_messages(tmp_path) == []
    later = compiled.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_messages(tmp_path) == [compiled]
