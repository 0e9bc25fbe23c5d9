"""What subscribers do: ask, confirm, change, leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from alerts.addresses import encrypt, fingerprint
from alerts.digests import begin, next_due
from alerts.models import (
    AlertAllowance,
    AnnouncementCounter,
    Letter,
    LetterKind,
    LetterState,
    Subscriber,
    Subscription,
)

#: letters that a mailbox gets within an hour because somebody typed its address
LETTERS_AN_HOUR = 5
_HOUR = 3600.0
#: choices that one subscriber can have
MOST_SUBSCRIPTIONS = 50


def ask(site: Site, address: str, choice: Mapping[str, str], frequency: str, language: str) -> None:
    """Put into the outbox what asks the mailbox whether it wants alerts. Says nothing about who is known already."""
    if _asked_too_often(site, address):
        return
    with transaction.atomic():
        subscriber = Subscriber.objects.with_address(address).filter(site=site).first()
        if subscriber is None:
            # Who presses the button twice asks twice in the same moment.
            subscriber, _made = Subscriber.objects.get_or_create(
                site=site,
                fingerprint=fingerprint(address),
                defaults={"encrypted_address": encrypt(address), "language": language, "frequency": frequency},
            )
        elif subscriber.confirmed_at is None:
            # Nobody has confirmed what was asked before.
            Subscriber.objects.filter(pk=subscriber.pk).update(language=language, frequency=frequency)
        if subscriber.subscriptions.count() >= MOST_SUBSCRIPTIONS:
            Letter.objects.create(subscriber=subscriber, kind=LetterKind.LINK, is_urgent=True)
            return
        chosen: dict[str, Any] = {name: choice.get(name, "") for name in ("type", "kind", "body", "locale", "text")}
        section = int(choice.get("section") or 0)
        subscription, _made = Subscription.objects.get_or_create(subscriber=subscriber, section=section, **chosen)
        kind = LetterKind.CONFIRM if subscription.confirmed_at is None else LetterKind.LINK
        Letter.objects.create(
            subscriber=subscriber,
            kind=kind,
            subscription=subscription if kind == LetterKind.CONFIRM else None,
            is_urgent=True,
        )


def ask_for_link(site: Site, address: str) -> None:
    """Send somebody the link to the settings, where the address has some."""
    if _asked_too_often(site, address):
        return
    found = Subscriber.objects.with_address(address).filter(site=site, confirmed_at__isnull=False).first()
    if found is not None:
        Letter.objects.create(subscriber=found, kind=LetterKind.LINK, is_urgent=True)


def _asked_too_often(site: Site, address: str) -> bool:
    who = f"letters {site.pk} {address.strip().lower()}"
    return AlertAllowance.seconds_to_wait(who, LETTERS_AN_HOUR, _HOUR) > 0


def confirm(subscription: Subscription) -> None:
    """Begin to tell of what is announced from now on. Doing it again changes nothing."""
    with transaction.atomic():
        # Else something could be announced between looking at the number and writing it.
        latest = AnnouncementCounter.lock().number
        mine = Subscription.objects.filter(pk=subscription.pk, confirmed_at=None)
        mine.update(confirmed_at=timezone.now(), since=latest)
        subscriber = subscription.subscriber
        if subscriber.confirmed_at is None:
            begin(subscriber)
        # Who confirms a letter shows that the mailbox takes them.
        if subscriber.suspended_at is not None:
            subscriber.suspended_at = None
            subscriber.letters.filter(state=LetterState.UNDELIVERABLE).delete()
        subscriber.save(update_fields=["confirmed_at", "reached", "due_at", "suspended_at"])


def change(subscriber: Subscriber, frequency: str, language: str, given_up: list[int]) -> bool:
    """Delete some subscriptions, and change how often and in which language letters come. Returns whether any is left.

    Who keeps none is forgotten; who has yet to confirm one is as somebody who just asked for it.
    """
    with transaction.atomic():
        subscriber.subscriptions.filter(pk__in=given_up, confirmed_at__isnull=False).delete()
        if not subscriber.subscriptions.exists():
            forget(subscriber)
            return False
        if not subscriber.subscriptions.filter(confirmed_at__isnull=False).exists():
            subscriber.confirmed_at = None
        if frequency != subscriber.frequency:
            subscriber.due_at = next_due(frequency, timezone.now())
        subscriber.frequency, subscriber.language = frequency, language
        subscriber.save(update_fields=["frequency", "language", "due_at", "confirmed_at"])
        return True


def forget(subscriber: Subscriber) -> None:
    """Delete the address and all that belongs to it: at once, and also the letters that are on their way."""
    subscriber.delete()
