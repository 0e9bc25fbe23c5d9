"""What a machine translates is marked until a person has confirmed it."""

import json
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms_pages.publishing.models import PublishedItem
from tests.factories import NewsPageFactory, SiteTree, publish_translation
from tests.support.fixtures import project
from tests.support.libretranslate import LibreTranslateServer, libretranslate

__all__ = ["libretranslate"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(libretranslate: LibreTranslateServer, settings: Any) -> LibreTranslateServer:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "cms_pages.machine_translation.libretranslate.LibreTranslate",
        "OPTIONS": {"LIBRETRANSLATE_URL": libretranslate.url, "API_KEY": "", "TIMEOUT": 1},
    }
    return libretranslate


@pytest.fixture
def publisher(client: Client, site: SiteTree) -> Client:
    user = User.objects.create_user("publikuesja", password="x")
    user.groups.add(Group.objects.get(name="Moderators"))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def target(site: SiteTree) -> Any:
    """A translation that nobody has begun, as a draft."""
    original = NewsPageFactory(parent=site.sections["sq"], title="Lajm i mirë", slug="lajm-i-mire")
    original.save_revision().publish()
    return publish_translation(original, "sr-latn", {}, publish=False)


def translation_of(page: Page) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)


def ask(client: Client, page: Page, follow: bool = True) -> str:
    url = reverse("wagtail_localize:machine_translate", args=[translation_of(page).pk])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(f"{url}?next={edit}", {"next": edit}, follow=follow)
    assert response.status_code == 200
    return unescape(response.content.decode())


def publish(page: Any) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation_of(page).save_target(publish=True)
    project()
    return type(page).objects.get(pk=page.pk)


def item(page: Page) -> PublishedItem:
    return PublishedItem.objects.get(page_id=page.pk)


def test_texts_are_translated_and_marked(publisher: Client, service: LibreTranslateServer, target: Any) -> None:
    assert "nobody has confirmed" in ask(publisher, target)
    [question] = service.asked
    assert (question["source"], question["target"]) == ("sq", "sr")
    assert "api_key" not in question
    page = publish(target)
    # What comes in Cyrillic is put into the site's script; addresses are not translated.
    assert page.title.startswith("odluka")
    assert "lajm-i-mire" not in question["q"]
    assert item(page).machine_translated
    assert json.loads(item(page).payload)["machine_translated"] is True


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("sr-latn", "preveo računar"), ("en", "translated by a machine")],
)
def test_readers_are_told(
    client: Client, publisher: Client, service: LibreTranslateServer, site: SiteTree, language: str, sentence: str
) -> None:
    original = NewsPageFactory(parent=site.sections["sq"])
    original.save_revision().publish()
    draft = publish_translation(original, language, {}, publish=False)
    ask(publisher, draft)
    page = publish(draft)
    assert sentence in client.get(page.url).content.decode().lower()
    assert item(page).machine_translated


def test_no_mark_where_a_person_translated(site: SiteTree) -> None:
    original = NewsPageFactory(parent=site.sections["sq"])
    original.save_revision().publish()
    page = publish_translation(original, "en")
    project()
    assert item(page).machine_translated is False


def test_person_confirms_it(publisher: Client, service: LibreTranslateServer, target: Any) -> None:
    ask(publisher, target)
    page = publish(target)
    url = reverse("cms_pages_confirm_translation", args=[page.pk])
    assert "Lajm i mirë" in publisher.get(url).content.decode()
    assert "confirmed" in publisher.post(url, follow=True).content.decode()
    project()
    assert item(page).machine_translated is False
    kinds = set(StringTranslation.objects.values_list("translation_type", "last_translated_by__username"))
    assert kinds == {("manual", "publikuesja")}


def test_text_saved_by_a_person_is_confirmed(publisher: Client, service: LibreTranslateServer, target: Any) -> None:
    ask(publisher, target)
    page = publish(target)
    for text in StringTranslation.objects.select_related("context"):
        segment = StringSegment.objects.get(string=text.translation_of, context=text.context)
        url = reverse("wagtail_localize:edit_string_translation", args=[translation_of(page).pk, segment.pk])
        put = f"value={text.data}"
        response = publisher.put(url, put, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 200
    project()
    assert item(page).machine_translated is False


def test_who_may_not_publish_confirms_nothing(
    client: Client, publisher: Client, service: LibreTranslateServer, target: Any
) -> None:
    ask(publisher, target)
    page = publish(target)
    editor = User.objects.create_user("redaktorja", password="x")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    client.post(reverse("cms_pages_confirm_translation", args=[page.pk]))
    project()
    assert item(page).machine_translated


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        ((403, b'{"error": "Invalid API key"}'), "Invalid API key"),
        ((429, b"{}"), "too many questions"),
        ((500, b"<html>down</html>"), "did not translate"),
        ((200, b"not json"), "cannot be used"),
        ((200, b'{"translatedText": ["one"]}'), "cannot be used"),
        ((200, b'{"translatedText": "one"}'), "cannot be used"),
        ((302, b""), "did not translate"),
    ],
)
def test_error_of_the_service_is_a_sentence_and_nothing_is_written(
    publisher: Client, service: LibreTranslateServer, target: Any, instead: Any, sentence: str
) -> None:
    service.instead = instead
    assert sentence in ask(publisher, target)
    assert not StringTranslation.objects.exists()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("sq", "Nuk u përkthye asgjë"), ("sr-latn", "Ništa nije prevedeno"), ("en", "Nothing was translated")],
)
def test_service_that_is_away_or_slow(
    publisher: Client, service: LibreTranslateServer, target: Any, settings: Any, language: str, sentence: str
) -> None:
    UserProfile.objects.update(preferred_language=language)
    service.delay = 1.5
    assert sentence in ask(publisher, target)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["LIBRETRANSLATE_URL"] = "http://127.0.0.1:9"
    assert sentence in ask(publisher, target)
    assert not StringTranslation.objects.exists()


def test_key_is_sent(publisher: Client, service: LibreTranslateServer, target: Any, settings: Any) -> None:
    service.key = "a-key"
    assert "Invalid API key" in ask(publisher, target)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["API_KEY"] = "a-key"
    assert "nobody has confirmed" in ask(publisher, target)


def test_update_of_translations_says_it_too(publisher: Client, service: LibreTranslateServer, target: Any) -> None:
    service.instead = (500, b"")
    source = translation_of(target).source
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    response = publisher.post(url, {"use_machine_translation": "on"}, follow=True)
    assert "Nothing was translated" in unescape(response.content.decode())
    assert not StringTranslation.objects.exists()


def test_off_unless_set(publisher: Client, target: Any) -> None:
    url = reverse("wagtail_localize:machine_translate", args=[translation_of(target).pk])
    assert publisher.post(url).status_code == 404
