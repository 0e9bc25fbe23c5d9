"""Wagtail's letters to editors are in their language; in the site's to who has chosen none."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageSubscription, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from tests.factories import SiteTree, StandardPageFactory

SUBMITTED = {
    "": "Faqja “Sheshi” u dërgua për miratim: Moderators approval",
    "sr-latn": "Stranica “Sheshi” je poslata na odobrenje: Moderators approval",
    "en": 'The page "Sheshi" has been submitted for approval in moderation stage "Moderators approval"',
}


def reader(language: str) -> Any:
    user = User.objects.create_user("miratuesi", "miratuesi@example.org", "x")
    user.groups.add(Group.objects.get(name="Moderators"))
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


@pytest.mark.parametrize("language", SUBMITTED)
def test_who_approves_is_written_to_once_whatever_language_was_active(site: SiteTree, language: str) -> None:
    reader(language)
    page = StandardPageFactory(parent=site.sections["sq"], title="Sheshi", live=False)
    page.save_revision()
    with override("en"):
        Workflow.objects.get().start(page, User.objects.create_user("shtypi"))
    assert [letter.subject for letter in mail.outbox] == [SUBMITTED[language]]


@pytest.mark.parametrize(("language", "shown"), [("", "uebi ka ndryshuar"), ("sr-latn", "Komentari na")])
def test_who_follows_comments_is_too(client: Client, site: SiteTree, language: str, shown: str) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], title="Sheshi")
    PageSubscription.objects.create(page=page, user=reader(language), comment_notifications=True)
    client.force_login(User.objects.create_superuser("uebi"))
    comment = {"text": "Shih", "contentpath": "title", "position": "", "resolved": "", "replies": inline_formset([])}
    values = {"title": "Sheshi", "slug": page.slug, "summary": "", "content": streamfield([])}
    posted = nested_form_data({**values, "comments": inline_formset([comment])})
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted, HTTP_ACCEPT_LANGUAGE="en")
    [letter] = mail.outbox
    assert letter.subject.startswith(shown)
