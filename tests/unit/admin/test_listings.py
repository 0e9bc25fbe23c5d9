"""Bodies, and the lists of all decisions and minutes, in the admin."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms_pages.models import Body, PublishedItem
from tests.factories import BodyFactory, DecisionPageFactory, MinutesPageFactory, SiteTree, publish_translation
from tests.support.fixtures import project


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


def test_body_is_added_and_found(admin: Client, site: SiteTree) -> None:
    locale = site.homes["sq"].locale
    url = reverse("wagtailsnippets_cms_pages_body:add", args=[])
    assert admin.get(url).status_code == 200
    response = admin.post(
        f"{url}?locale={locale.language_code}", {"name": "Komiteti për Komunitete", "key": "communities"}
    )
    assert response.status_code == 302
    body = Body.objects.get(key="communities")
    assert body.locale == locale
    BodyFactory()
    found = admin.get(reverse("wagtailsnippets_cms_pages_body:list"), {"q": "komun", "locale": "sq"})
    assert b"communities" in found.content
    assert b"Komiteti" in admin.get(reverse("wagtailsnippets_cms_pages_body:list"), {"q": "communities"}).content


@pytest.mark.parametrize("key", ["Me hapësirë", "assembly"])
def test_body_with_a_wrong_or_taken_key_is_refused(admin: Client, site: SiteTree, key: str) -> None:
    BodyFactory(key="assembly")
    url = reverse("wagtailsnippets_cms_pages_body:add")
    assert admin.post(f"{url}?locale=sq", {"name": "Tjetër", "key": key}).status_code == 200
    assert Body.objects.count() == 1


def test_renamed_body_is_renamed_in_what_is_published(admin: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    url = reverse("wagtailsnippets_cms_pages_body:edit", args=[page.body_id])
    assert admin.post(url, {"name": "Kuvendi Komunal", "key": "assembly"}).status_code == 302
    project()
    assert PublishedItem.objects.get(page_id=page.pk).body_name == "Kuvendi Komunal"


def test_list_of_decisions_has_their_facts(admin: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për buxhetin", number="01-400/77")
    publish_translation(page, "sr-latn")
    DecisionPageFactory(parent=site.sections["sq"], title="Tjetër", number="01-400/78", live=False)
    url = reverse("decisions:index")
    listing = admin.get(url).content.decode()
    for text in ("Vendim për buxhetin", "01-400/77", "01-400/78", "Kuvendi i Komunës"):
        assert text in listing
    filtered = admin.get(url, {"body": page.body_id, "locale": "sq", "live": "true"}).content.decode()
    assert "01-400/77" in filtered
    assert "01-400/78" not in filtered
    for column in ("number", "-date", "body__name"):
        assert admin.get(url, {"ordering": column}).status_code == 200


def test_list_of_minutes_has_their_facts(admin: Client, site: SiteTree) -> None:
    MinutesPageFactory(parent=site.sections["sq"], meeting="Mbledhja e tretë")
    assert "Mbledhja e tretë" in admin.get(reverse("minutes:index")).content.decode()


def test_explorer_and_forms_open_in_each_language(admin: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], date=timezone.localdate())
    profile = UserProfile.get_for_user(User.objects.get(username="admin"))
    for language in ("sq", "sr-latn", "en"):
        profile.preferred_language = language
        profile.save()
        assert admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        assert admin.get(reverse("wagtailadmin_explore", args=[site.sections["sq"].pk])).status_code == 200
