"""A translation is not published while its original is not."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from tests.factories import DecisionPageFactory, SiteTree, publish_translation

REFUSED = "nuk mund të publikohet"


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


@pytest.fixture
def withdrawn(site: SiteTree) -> Any:
    """The translation of a decision that was withdrawn."""
    original = DecisionPageFactory(parent=site.sections["sq"], title="Vendim")
    original.save_revision().publish()
    translation = publish_translation(original, "sr-latn", {"Vendim": "Odluka"})
    original.unpublish()
    return translation


def is_live(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def publish_in_translation_editor(admin: Client, page: Page) -> str:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return admin.post(url, {"action": "publish"}, follow=True).content.decode()


def publish_with_others(admin: Client, page: Page) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return admin.post(f"{url}?id={page.pk}&next=/admin/", follow=True).content.decode()


@pytest.mark.parametrize("publish", [publish_in_translation_editor, publish_with_others])
def test_translation_of_what_was_withdrawn_is_refused(admin: Client, withdrawn: Any, publish: Any) -> None:
    answer = publish(admin, withdrawn)
    assert REFUSED in answer
    assert "Odluka" in answer
    assert not is_live(withdrawn)


@pytest.mark.parametrize("publish", [publish_in_translation_editor, publish_with_others])
@pytest.mark.django_db(transaction=True)
def test_it_is_published_once_the_original_is_again(admin: Client, withdrawn: Any, publish: Any) -> None:
    original = withdrawn.get_translations().get(locale__language_code="sq").specific
    original.save_revision().publish()
    assert REFUSED not in publish(admin, withdrawn)
    assert is_live(withdrawn)


def test_it_is_published_once_its_link_to_the_original_is_cut(admin: Client, withdrawn: Any) -> None:
    Translation.objects.update(enabled=False)
    publish_with_others(admin, withdrawn)
    assert is_live(withdrawn)


def test_original_that_was_withdrawn_is_published_again(admin: Client, withdrawn: Any) -> None:
    original = withdrawn.get_translations().get(locale__language_code="sq")
    publish_with_others(admin, original)
    assert is_live(original)
