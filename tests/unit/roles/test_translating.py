"""Translating changes what the public reads only where somebody may publish, and nothing of another municipality."""

from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests.factories import BodyFactory, NewsPageFactory, SiteTree, StandardPageFactory, make_site, publish_translation
from tests.factories.offices import ROLES, Person, set_up

# Wagtail asks for rights in the same way on every database; test_setup_roles.py is for giving them.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
TRANSLATING = [role for role in ROLES if role != "webmaster"]


@pytest.fixture
def office(site: SiteTree) -> dict[str, Person]:
    return set_up(site)


@pytest.fixture
def translated(site: SiteTree) -> Any:
    """The translation of a page, of which a new text is not published yet."""
    original = NewsPageFactory(parent=site.sections["sq"], title="Lajm")
    translation = publish_translation(original, "sr-latn", {"Lajm": "Vest"})
    StringTranslation.objects.filter(data="Vest").update(data="Nova vest")
    return translation


def title_of(page: Page) -> str:
    return str(Page.objects.get(pk=page.pk).title)


def update_url(page: Page) -> str:
    return reverse("wagtail_localize:update_translations", args=[source_of(page).pk])


def source_of(page: Page) -> Any:
    return Translation.objects.get(source__object_id=page.translation_key).source


@pytest.mark.parametrize("role", TRANSLATING)
def test_update_of_translations_publishes_only_for_who_may(
    office: dict[str, Person],
    translated: Any,
    role: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    url = update_url(translated)
    offered = "publish_translations" in office[role].client.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        office[role].client.post(url, {"publish_translations": "on"})
    assert offered == (title_of(translated) == "Nova vest") == (role == "director")


def test_who_may_not_publish_brings_new_texts_to_the_translators(office: dict[str, Person], translated: Any) -> None:
    original = translated.get_translations().get().specific
    original.title = "Lajm i ri"
    original.save_revision()
    original.save()
    office["press_officer"].client.post(update_url(translated))
    assert source_of(translated).stringsegment_set.filter(string__data="Lajm i ri").exists()


@pytest.mark.parametrize("role", ROLES)
def test_translation_is_given_up_for_a_copy_only_by_who_may_publish(
    office: dict[str, Person], translated: Any, role: str
) -> None:
    edit = office[role].client.get(reverse("wagtailadmin_pages:edit", args=[translated.pk]))
    office[role].client.post(reverse("wagtail_localize:convert_to_alias", args=[translated.pk]))
    translated.refresh_from_db()
    assert (translated.alias_of is not None) == (role == "director")
    assert edit.status_code == (302 if role == "media_officer" else 200)


@pytest.mark.parametrize("role", ["press_officer", "director"])
def test_giving_up_a_translation_is_offered_to_who_may_publish(
    office: dict[str, Person], translated: Any, role: str
) -> None:
    Translation.objects.update(enabled=False)
    shown = office[role].client.get(reverse("wagtailadmin_pages:edit", args=[translated.pk])).content.decode()
    assert ("localize-convert-to-alias" in shown) == (role == "director")


@pytest.fixture
def neighbours(site: SiteTree) -> tuple[dict[str, Person], SiteTree]:
    """The people of this municipality, and the tree of another one."""
    other = make_site("other.example.org", is_default=False, slug="tjeter")
    call_command("setup_roles", verbosity=0)
    return {role: Person(role, site) for role in TRANSLATING}, other


@pytest.mark.parametrize("role", TRANSLATING)
def test_page_of_another_municipality_is_not_sent_to_translators(
    neighbours: tuple[dict[str, Person], SiteTree], role: str
) -> None:
    people, other = neighbours
    page = StandardPageFactory(parent=other.sections["sq"], title="E tyre", live=False)
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert "E tyre" not in people[role].client.get(url).content.decode()
    people[role].client.post(url, {"locales": [other.homes["en"].locale_id]})
    assert not page.get_translations().exists()


@pytest.mark.parametrize("role", TRANSLATING)
def test_translations_of_another_municipality_are_not_updated(
    neighbours: tuple[dict[str, Person], SiteTree], role: str
) -> None:
    people, other = neighbours
    translation = publish_translation(NewsPageFactory(parent=other.sections["sq"], title="Lajm"), "sr-latn")
    original = translation.get_translations().get().specific
    original.title = "Lajm i ri"
    original.save_revision()
    original.save()
    assert people[role].client.get(update_url(translation)).status_code == 302
    people[role].client.post(update_url(translation), {"publish_translations": "on"})
    assert not source_of(translation).stringsegment_set.filter(string__data="Lajm i ri").exists()


@pytest.mark.parametrize("view", ["translations_report", "translations_report_results"])
def test_report_of_translations_is_of_the_own_municipality(
    site: SiteTree, neighbours: tuple[dict[str, Person], SiteTree], view: str
) -> None:
    people, other = neighbours
    for tree, title in ((site, "Jona"), (other, "E tyre")):
        publish_translation(NewsPageFactory(parent=tree.sections["sq"], title=title), "sr-latn", publish=False)
    body = BodyFactory(name="Regjistri")
    Translation.objects.create(
        source=TranslationSource.update_or_create_from_instance(body)[0], target_locale=other.homes["en"].locale
    )
    shown = people["press_officer"].client.get(reverse(f"wagtail_localize:{view}")).content.decode()
    assert "Jona" in shown
    assert "Regjistri" in shown
    assert "E tyre" not in shown
