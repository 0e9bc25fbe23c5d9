"""Reminds by e-mail who is responsible for a page of its deadlines: once for each deadline and person."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext, override
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from cms_pages.contracts import Reminder
from cms_pages.models.reminder import SentReminder
from cms_pages.publishing.models import PublishedItem, TranslationState
from cms_pages.registry import reminders

logger = logging.getLogger(__name__)

#: after which a letter that nobody finished is taken up again
CLAIM_LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    reminder: Reminder
    page: Any
    moment: datetime


def pages_due(reminder: Reminder) -> QuerySet[Any]:
    """The pages that a reminder is about now, by their moment (``when``). Originals only."""
    originals = PublishedItem.objects.live().filter(translation=TranslationState.ORIGINAL)
    return reminder.pages().filter(pk__in=originals.values("page_id")).order_by("when", "pk")


def send_reminders() -> int:
    """Send what is due and was not sent yet, one letter to each person. Returns how many letters.

    Safe to repeat, and in several workers at once. Where the mail server does not answer, nothing is lost: it is tried
    again the next time. Without a mail server (``EMAIL_HOST``) nothing is sent.
    """
    if not settings.EMAIL_HOST:
        return 0
    by_user: dict[Any, list[Due]] = defaultdict(list)
    for reminder in reminders:
        for page in pages_due(reminder).select_related("owner", "locale"):
            for user in responsible_for(page):
                by_user[user].append(Due(reminder, page, page.when))
    sent = 0
    with get_connection() as connection:
        for user, due in by_user.items():
            claimed = [(each, claim) for each in due if (claim := _claim(each, user))]
            if claimed and _send(user, claimed, connection):
                sent += 1
    return sent


def responsible_for(page: Page) -> Iterable[AbstractUser]:
    """Its owner; where that person has left, has no address or no right to it, those who may publish it."""
    owner = page.owner
    if owner is not None and owner.is_active and owner.email and page.permissions_for_user(owner).can_edit():
        return [owner]
    policy: Any = policy_registry.get_by_type(Page)
    publishers = policy.users_with_any_permission_for_instance({"publish"}, page, include_superusers=False)
    with_address = [user for user in publishers if user.is_active and user.email]
    if with_address:
        return with_address
    everybody = policy.users_with_any_permission_for_instance({"publish"}, page)
    return [user for user in everybody if user.is_active and user.email]


def _claim(due: Due, user: AbstractUser) -> SentReminder | None:
    """The right to send a reminder; None where it was sent, or another worker is about to."""
    now = timezone.now()
    key = {"reminder": due.reminder.name, "page_id": due.page.pk, "moment": due.moment, "user": user}
    found = SentReminder.objects.filter(**key).first()
    if found is None:
        try:
            with transaction.atomic():
                return SentReminder.objects.create(**key, claimed_at=now)
        except IntegrityError:
            return None
    left = SentReminder.objects.filter(pk=found.pk, sent_at=None, claimed_at__lt=now - CLAIM_LASTS)
    return found if left.update(claimed_at=now) else None


def _send(user: AbstractUser, claimed: list[tuple[Due, SentReminder]], connection: Any) -> bool:
    """Send one letter. Returns whether it went out; raises, and gives back the claims, where there is no connection."""
    claims = SentReminder.objects.filter(pk__in=[claim.pk for _due, claim in claimed])
    profile = UserProfile.objects.filter(user=user).first()
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        letter = EmailMessage(*_text([due for due, _claim in claimed]), to=[user.email], connection=connection)
    try:
        letter.send()
    except SMTPRecipientsRefused:
        # Not to hold up the others; tried again when the claim is old.
        logger.warning("The mail server refused the address of %s.", user.get_username())
        return False
    except OSError:
        claims.delete()
        raise
    claims.update(sent_at=timezone.now())
    return True


def _text(due: list[Due]) -> tuple[str, str]:
    """Subject and text."""
    subject = ngettext("Reminder: %(count)d page", "Reminder: %(count)d pages", len(due)) % {"count": len(due)}
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for each in due:
        moment = date_format(timezone.localtime(each.moment), "DATETIME_FORMAT")
        address = f"{get_admin_base_url() or ''}{reverse('wagtailadmin_pages:edit', args=[each.page.pk])}"
        paragraphs[str(each.reminder.heading)].append(f"{each.page.title}\n{moment}\n{address}")
    return subject, "\n\n".join("\n\n".join([f"{heading}:", *pages]) for heading, pages in paragraphs.items()) + "\n"
