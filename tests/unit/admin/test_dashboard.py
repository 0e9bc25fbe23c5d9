"""What the admin's home page says waits for a person."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page

from cms_pages.admin.dashboard import Section, sections, troubles
from cms_pages.publishing.models import LogState, PublishedItem, ReaderPosition, RefusedItem, StalePage
from cms_pages.registry import readers
from tests.factories import NewsPageFactory, SiteTree, make_site, publish_translation
from tests.support.fixtures import project


def editor_of(page: Page, *extra: str) -> User:
    """Somebody who may edit ``page`` and all below it, and has further permissions."""
    group = Group.objects.create(name=f"Redaksia {page.pk}")
    for codename in ("access_admin", *extra):
        group.permissions.add(Permission.objects.get(codename=codename))
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="change_page")
    )
    user = User.objects.create_user(f"redaktorja-{page.pk}", password="x")
    user.groups.add(group)
    return user


@pytest.fixture
def editor(site: SiteTree) -> User:
    return editor_of(Page.objects.get(depth=1), "submit_translation")


def titles(user: User) -> dict[str, list[str]]:
    """The titles in each section that there is."""
    return {section.name: [row.title for row in section.rows] for section in found(user)}


def found(user: User) -> list[Section]:
    # Permissions are kept with the instance.
    return sections(User.objects.get(pk=user.pk))


def live(page: Any) -> Any:
    page.save_revision().publish()
    return page


def everything(site: SiteTree, user: User, number: str = "1") -> None:
    """One page more in each section but those of translations to English."""
    section = site.sections["sq"]
    soon = timezone.now() + datetime.timedelta(days=1)
    NewsPageFactory(parent=section, owner=user, live=False, title=f"Skicë {number}")
    planned = NewsPageFactory(parent=section, live=False, go_live_at=soon, title=f"Nesër {number}")
    planned.save_revision().publish()
    live(NewsPageFactory(parent=section, expire_at=soon, title=f"Deri nesër {number}"))
    begun = live(NewsPageFactory(parent=section, title=f"Lajm {number}"))
    publish_translation(begun, "sr-latn", {begun.title: f"Vest {number}"})


def test_each_section_has_what_is_in_its_state(site: SiteTree, editor: User) -> None:
    everything(site, editor)
    project()
    shown = titles(editor)
    assert shown["drafts"] == ["Skicë 1"]
    assert shown["to-be-published"] == ["Nesër 1"]
    assert shown["to-be-withdrawn"] == ["Deri nesër 1"]
    assert shown["to-be-translated-sr-latn"] == ["Vest 1"]
    assert shown["not-translated-sr-latn"] == ["Deri nesër 1"]
    assert set(shown["not-translated-en"]) == {"Deri nesër 1", "Lajm 1"}
    assert "not-translated-sq" not in shown


def test_translation_waits_again_when_its_original_got_a_new_text(site: SiteTree, editor: User) -> None:
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    publish_translation(page, "sr-latn")
    assert "to-be-translated-sr-latn" not in titles(editor)
    page.summary = "Fjali e re."
    live(page)
    assert titles(editor)["to-be-translated-sr-latn"] == ["[Lajm]"]


def test_others_drafts_and_scheduled_ones_are_no_drafts_of_mine(site: SiteTree, editor: User) -> None:
    NewsPageFactory(parent=site.sections["sq"], live=False, title="E tjetrit")
    assert "drafts" not in titles(editor)
    page = NewsPageFactory(parent=site.sections["sq"], live=False, owner=editor, title="Imja")
    assert titles(editor)["drafts"] == ["Imja"]
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    page.save_revision().publish()
    assert "drafts" not in titles(editor)


def test_change_to_what_is_published_is_a_draft(site: SiteTree, editor: User) -> None:
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    assert "drafts" not in titles(editor)
    page.summary = "Ndryshim."
    page.save_revision(user=editor)
    assert titles(editor)["drafts"] == ["Lajm"]


def test_pages_of_another_municipality_are_not_shown(site: SiteTree) -> None:
    other = make_site("podujeva.example.org", is_default=False, slug="tjeter")
    owner = editor_of(other.homes["sq"], "submit_translation")
    everything(site, owner)
    live(NewsPageFactory(parent=other.sections["sq"], title="Jona"))
    project()
    [english, serbian] = found(owner)
    assert {english.name, serbian.name} == {"not-translated-en", "not-translated-sr-latn"}
    assert [(row.title, row.site) for row in english.rows] == [("Jona", "tjeter")]


def test_translations_wait_for_those_who_translate(site: SiteTree) -> None:
    writer = editor_of(Page.objects.get(depth=1))
    live(NewsPageFactory(parent=site.sections["sq"]))
    project()
    assert titles(writer) == {}


@pytest.mark.once
def test_it_takes_as_many_queries_for_many_pages_as_for_few(site: SiteTree, editor: User) -> None:
    counts = []
    for many in (2, 18):
        for number in range(many):
            everything(site, editor, f"{many}-{number}")
        project()
        user = User.objects.get(pk=editor.pk)
        with CaptureQueriesContext(connection) as queries:
            shown = sections(user)
        counts.append(len(queries))
    assert [section.count for section in shown if section.name == "drafts"] == [20]
    assert {len(section.rows) for section in shown} == {5}
    # Where there are more than are listed, they are counted.
    assert counts[1] - counts[0] == len(shown)


def test_it_is_on_the_home_page_with_links_to_act(client: Client, site: SiteTree, editor: User) -> None:
    everything(site, editor)
    project()
    client.force_login(editor)
    shown = client.get(reverse("wagtailadmin_home"), HTTP_ACCEPT_LANGUAGE="sq").content.decode()
    draft = Page.objects.get(title="Skicë 1")
    untranslated = Page.objects.get(title="Deri nesër 1")
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[draft.pk])}"' in shown
    assert f'href="{reverse("wagtail_localize:submit_page_translation", args=[untranslated.pk])}"' in shown
    assert "Skicat tuaja (1)" in shown


def test_home_page_says_where_nothing_waits(client: Client, site: SiteTree) -> None:
    client.force_login(editor_of(site.homes["sq"]))
    assert 'id="nothing-waits' in client.get(reverse("wagtailadmin_home")).content.decode()


def test_failures_are_told_to_those_who_publish(client: Client, site: SiteTree, editor: User) -> None:
    LogState.objects.update(sequence=5)
    assert troubles() == []
    StalePage.objects.create(page_id=site.homes["sq"].pk, failures=2)
    assert len(troubles()) == 1
    client.force_login(editor)
    assert 'id="troubles' not in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(User.objects.create_superuser("admin", password="x"))
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert 'id="troubles' in shown
    assert reverse("cms_pages_publication_log") in shown


def test_failing_reader_is_named_with_its_error(site: SiteTree) -> None:
    ReaderPosition.objects.update_or_create(
        name=next(iter(readers)).name,
        defaults={"failing_since": timezone.now(), "failures": 1, "last_error": "ConnectionError: nobody listens"},
    )
    assert any("ConnectionError: nobody listens" in trouble for trouble in troubles())


def test_every_language_of_the_installation_has_its_sections(site: SiteTree, editor: User) -> None:
    live(NewsPageFactory(parent=site.sections["sr-latn"], title="Vest"))
    project()
    codes = {code for code in Locale.objects.values_list("language_code", flat=True) if code != "sr-latn"}
    assert set(titles(editor)) == {f"not-translated-{code}" for code in codes}


def test_refused_pages_are_counted(site: SiteTree) -> None:
    reader = next(iter(readers))
    item = PublishedItem.objects.live().first()
    assert item is not None
    RefusedItem.objects.create(reader=reader.name, item=item, reason="too long")
    assert any(str(reader.label) in trouble and "1" in trouble for trouble in troubles())
