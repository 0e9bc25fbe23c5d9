"""The texts of Wagtail and of what comes with it in Albanian and Serbian, which they do not bring
(``site/admin_locale``).
"""

from pathlib import Path
from types import ModuleType

import polib
import pytest
import wagtail
import wagtail.contrib.redirects
import wagtail.locales
import wagtail.sites
import wagtail_localize
import wagtail_modeladmin
import wagtailmedia
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale

from tests.factories import BodyFactory
from tests.support.catalogues import keeps_its_parts
from tools.messages import PACKAGES, ROOT

LOCALES = ["sq", "sr_Latn"]
DOMAINS = ["django", "djangojs"]
Text = tuple[str, str]


def catalogue(locale: str, domain: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "site" / "admin_locale" / locale / "LC_MESSAGES" / f"{domain}.po"))


def known(locale: str) -> set[str]:
    """What these texts and the packages' own say together."""
    own = (polib.pofile(str(ROOT / name / "locale" / locale / "LC_MESSAGES" / "django.po")) for name in PACKAGES)
    return {entry.msgid for entries in (catalogue(locale, "django"), *own) for entry in entries if entry.translated()}


def texts(entries: polib.POFile) -> set[Text]:
    return {(entry.msgid, entry.msgid_plural) for entry in entries}


@pytest.fixture(scope="module")
def installed() -> dict[str, set[Text]]:
    """The texts of the Wagtail, and of the packages beside it, that are installed."""
    packages = (wagtail, wagtail_localize, wagtail_modeladmin, wagtailmedia)
    return {domain: set().union(*(texts_of(package, domain) for package in packages)) for domain in DOMAINS}


def texts_of(package: ModuleType, domain: str) -> set[Text]:
    folder = Path(str(package.__file__)).parent
    catalogues = map(str, folder.rglob(f"locale/en/LC_MESSAGES/{domain}.po"))
    return {text for path in catalogues for text in texts(polib.pofile(path))}


def test_registers_are_translated_whole() -> None:
    # The name of the app is shown nowhere.
    shown = texts_of(wagtail_modeladmin, "django") - {("Wagtail ModelAdmin", "")}
    assert shown - texts(catalogue("sq", "django")) == set()


def test_library_of_recordings_is_translated_but_for_what_is_never_shown() -> None:
    # Fields that the form leaves out.
    left_out = {"width", "height", "thumbnail", "created at", "uploaded by user"}
    shown = {text for text in texts_of(wagtailmedia, "django") if text[0] not in left_out}
    assert shown - texts(catalogue("sq", "django")) == set()


@pytest.mark.parametrize(
    ("package", "never_shown"),
    [
        (wagtail.sites, {"Wagtail sites"}),
        (wagtail.locales, {"Wagtail locales"}),
        # What snippets, another translator and pages that were begun in several languages would show.
        (
            wagtail_localize,
            {
                *("Wagtail locales (Wagtail Localize version)", "Dummy translator", "Manual", "Machine"),
                *("Start Synced translation", "Sync translated snippets"),
            },
        ),
        (
            wagtail.contrib.redirects,
            # Columns and fields that no form has.
            {
                *("Wagtail redirects", "target page route", "automatically created", "created at", "temporary"),
                "Supported formats: %(supported_formats)s.",
            },
        ),
    ],
)
def test_what_webmasters_and_translators_see_is_translated_whole(package: ModuleType, never_shown: set[str]) -> None:
    shown = {text for text, _plural in texts_of(package, "django") if not text.startswith("Optionally specify a route")}
    assert shown - never_shown - known("sq") == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_entry_of_a_history_is_translated(locale: str) -> None:
    core = polib.pofile(str(Path(str(wagtail.__file__)).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    said = {entry.msgid for entry in core if entry.occurrences and entry.occurrences[0][0].endswith("wagtail_hooks.py")}
    # Tokens of Wagtail's API of version 3, and trees of collections, are not used.
    not_used = {text for text in said if "API token" in text or "descendant collection" in text}
    assert said - known(locale) == not_used


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [("sq", ["Shto: organ", "1 nga 1", "Sipas: gjuha"]), ("sr-latn", ["Dodaj: organ", "1 od 1", "Po: jezik"])],
)
def test_register_speaks_each_language(client: Client, admin_user: User, language: str, said: list[str]) -> None:
    for code in ("sq", "sr-latn"):
        BodyFactory(locale=Locale.objects.get_or_create(language_code=code)[0])
    client.force_login(admin_user)
    url = reverse("cms_pages_body_modeladmin_index")
    shown = client.get(url, {"kind": "other", "locale": language}, HTTP_ACCEPT_LANGUAGE=language).content.decode()
    for text in said:
        assert text in shown


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_one_of_the_installed_versions(installed: dict[str, set[Text]], locale: str, domain: str) -> None:
    dead = texts(catalogue(locale, domain)) - installed[domain]
    assert dead == set(), "reworded in this version of Wagtail: look up the new text, or drop it"


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_have_the_same_texts(domain: str) -> None:
    # What one lacks would be shown in the other: Django falls back to the site's first language.
    assert texts(catalogue("sq", domain)) == texts(catalogue("sr_Latn", domain))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_translated_whole(locale: str, domain: str) -> None:
    entries = catalogue(locale, domain)
    assert [entry.msgid for entry in entries if not entry.translated() or not keeps_its_parts(entry)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_terms_are_those_of_the_packages(locale: str) -> None:
    # These texts come before the packages' own of the same words.
    ours = {entry.msgid: entry.msgstr for entry in catalogue(locale, "django")}
    other = {}
    for package in PACKAGES:
        path = ROOT / package / "locale" / locale / "LC_MESSAGES" / "django.po"
        for entry in polib.pofile(str(path)):
            if not entry.msgctxt and ours.get(entry.msgid, entry.msgstr) != entry.msgstr:
                other[entry.msgid] = (package, entry.msgstr, ours[entry.msgid])
    assert other == {}


@pytest.mark.parametrize(
    ("language", "shown"), [("sq", "Ruaj skicën"), ("sr-latn", "Sačuvaj nacrt"), ("en", "Save draft")]
)
def test_the_editor_speaks_each_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert gettext("Save draft") == shown


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "shown"), [("sq", "Shto koment"), ("sr-latn", "Dodaj komentar")])
def test_its_scripts_speak_it_too(client: Client, admin_user: User, language: str, shown: str) -> None:
    client.force_login(admin_user)
    scripts = client.get(reverse("wagtailadmin_javascript_catalog"), HTTP_ACCEPT_LANGUAGE=language)
    assert shown in scripts.content.decode()


def test_logging_in_is_in_the_language_of_the_browser(client: Client, db: None) -> None:
    shown = client.get(reverse("wagtailadmin_login"), HTTP_ACCEPT_LANGUAGE="sr-latn").content.decode()
    assert "Lozinka" in shown
    assert "Password" not in shown
