"""The report of translations to make: what is missing, since when, who has it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from cms_pages.admin import translations
from cms_pages.models import TranslationAssignment
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, make_site, publish_translation
from tests.support.fixtures import project
from tests.unit.admin.test_dashboard import editor_of

pytestmark = pytest.mark.django_db
URL = "/admin/reports/translations-to-make/"
GIVE = f"{URL}assign/"


@pytest.fixture
def editor(client: Client, site: SiteTree) -> User:
    user = editor_of(Page.objects.get(depth=1), "submit_translation")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


def live(page: Any) -> Any:
    page.save_revision().publish()
    project()
    return page


def rows(client: Client, **filters: str) -> list[tuple[str, str]]:
    response = client.get(URL, filters)
    assert response.status_code == 200
    return [(row["draft_title"], row["what"]) for row in response.context["rows"]]


def give(client: Client, page: Page, user: Any, language: str = "en") -> str:
    locale = Locale.objects.get(language_code=language)
    data = {"page": page.pk, "locale": locale.pk, "user": user, "next": URL}
    return client.post(GIVE, data, follow=True).content.decode()


def test_each_language_says_what_is_missing(client: Client, editor: User, site: SiteTree) -> None:
    never = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    partial = live(NewsPageFactory(parent=site.sections["sq"], title="Tjetër"))
    publish_translation(partial, "en", {"Tjetër": "Other"})
    publish_translation(partial, "sr-latn")
    assert set(rows(client, language="en")) == {("Lajm", "never"), ("Other", "partial")}
    assert [what for _title, what in rows(client, language="sr-latn")] == ["never"]
    assert never.title in client.get(URL).content.decode()


def test_changed_original_is_named_as_such(client: Client, editor: User, site: SiteTree) -> None:
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    publish_translation(page, "en")
    assert rows(client, language="en") == []
    page.summary = "Fjali e re."
    live(page)
    assert rows(client, language="en") == [("[Lajm]", "changed")]


def test_list_is_narrowed(client: Client, editor: User, site: SiteTree) -> None:
    news = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    live(DecisionPageFactory(parent=site.sections["sq"], title="Vendim"))
    give(client, news, editor.pk)

    def titles(**filters: str) -> list[str]:
        return [title for title, _what in rows(client, language="en", **filters)]

    assert titles() == ["Lajm", "Vendim"]
    assert titles(type="news") == ["Lajm"]
    assert titles(person=str(editor.pk)) == ["Lajm"]
    assert titles(person="nobody") == ["Vendim"]
    assert titles(what="partial") == []
    assert titles(section=str(site.sections["sq"].pk)) == ["Lajm", "Vendim"]
    assert titles(type="nonsense", section="1; drop", person="x", what="-") == ["Lajm", "Vendim"]


def test_oldest_is_first(client: Client, editor: User, site: SiteTree) -> None:
    for number in range(3):
        live(NewsPageFactory(parent=site.sections["sq"], title=f"Lajm {number}"))
    Page.objects.filter(title="Lajm 2").update(first_published_at="2020-01-01T00:00:00Z")
    assert [title for title, _what in rows(client, language="en")] == ["Lajm 2", "Lajm 0", "Lajm 1"]


def test_pages_keep_what_the_list_is_narrowed_by(
    client: Client, editor: User, site: SiteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "PER_PAGE", 2)
    for number in range(3):
        live(NewsPageFactory(parent=site.sections["sq"], title=f"Lajm {number}"))
    first = client.get(URL, {"language": "en"}, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert 'href="?language=en&amp;p=2"' in first
    assert "Translations to make</h1>" in " ".join(first.split()).replace(" </h1>", "</h1>")
    assert len(rows(client, language="en", p="2")) == 1


def test_link_leads_into_the_editor(client: Client, editor: User, site: SiteTree) -> None:
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    target = publish_translation(page, "en", {})
    shown = client.get(URL).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[target.pk]) in shown
    assert reverse("wagtail_localize:submit_page_translation", args=[page.pk]) in shown


def test_translation_is_taken_and_given_back(client: Client, editor: User, site: SiteTree) -> None:
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    assert editor.username in give(client, page, editor.pk)
    assert TranslationAssignment.objects.get().user == editor
    # It is still theirs when the translation is begun.
    publish_translation(page, "en", {})
    [row] = client.get(URL, {"language": "en"}).context["rows"]
    assert row["assigned"] == editor.pk
    give(client, page, "")
    assert not TranslationAssignment.objects.exists()


def test_is_not_given_to_who_may_not_edit_it(client: Client, editor: User, site: SiteTree) -> None:
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    other = make_site("podujeva.example.org", is_default=False, slug="tjeter")
    stranger = editor_of(other.homes["sq"], "submit_translation")
    assert "may not edit" in give(client, page, stranger.pk)
    assert not TranslationAssignment.objects.exists()


@pytest.mark.parametrize("user", ["999999", "abc", "-1", "9" * 30])
def test_wrong_person_is_refused(client: Client, editor: User, site: SiteTree, user: str) -> None:
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    locale = Locale.objects.get(language_code="en")
    assert client.post(GIVE, {"page": page.pk, "locale": locale.pk, "user": user}).status_code == 404
    assert not TranslationAssignment.objects.exists()


def test_pages_of_others_are_neither_shown_nor_given(client: Client, site: SiteTree) -> None:
    other = make_site("podujeva.example.org", is_default=False, slug="tjeter")
    stranger = editor_of(other.homes["sq"], "submit_translation")
    page = live(NewsPageFactory(parent=site.sections["sq"], title="Lajm"))
    client.force_login(stranger)
    assert "Lajm" not in [title for title, _what in rows(client)]
    locale = Locale.objects.get(language_code="en")
    assert client.post(GIVE, {"page": page.pk, "locale": locale.pk, "user": stranger.pk}).status_code == 404


def test_who_does_not_translate_does_not_see_it(client: Client, site: SiteTree) -> None:
    client.force_login(editor_of(Page.objects.get(depth=1)))
    assert client.get(URL).status_code == 302
    page = live(NewsPageFactory(parent=site.sections["sq"]))
    give(client, page, "")
    assert URL not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("language", "heading"),
    [("sq", "Përkthime për t’u bërë"), ("sr-latn", "Prevodi koje treba uraditi"), ("en", "Translations to make")],
)
def test_it_speaks_the_editors_language(
    client: Client, editor: User, site: SiteTree, language: str, heading: str
) -> None:
    UserProfile.objects.update(preferred_language=language)
    assert heading in client.get(URL).content.decode()


@pytest.mark.once
def test_twenty_rows_cost_as_many_queries_as_two(client: Client, editor: User, site: SiteTree) -> None:
    Group.objects.get_or_create(name="Editors")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(URL, {"language": "en"}).status_code == 200
        return len(captured)

    for number in range(2):
        live(NewsPageFactory(parent=site.sections["sq"], title=f"Lajm {number}"))
    queries()
    few = queries()
    for number in range(18):
        live(NewsPageFactory(parent=site.sections["sq"], title=f"Lajm tjetër {number}"))
    assert queries() == few
