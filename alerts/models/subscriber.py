"""Who is told of what."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from alerts.addresses import decrypt, encrypt, fingerprint, fingerprints


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def with_address(self, address: str) -> SubscriberQuerySet:
        return self.filter(fingerprint__in=fingerprints(address))

    def reachable(self) -> SubscriberQuerySet:
        """Those who asked for letters, confirmed it, and whose mailbox takes them."""
        return self.filter(confirmed_at__isnull=False, suspended_at=None)


class Subscriber(models.Model):
    """A mailbox that gets letters of one site.

    The address is personal data: kept encrypted, found by ``fingerprint`` (a keyed hash), and never shown, exported or
    logged. ``key`` names the subscriber in signed links, ``feed_key`` is the address of the personal feed.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    encrypted_address = models.TextField()
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=16)
    frequency = models.CharField(max_length=8, choices=Frequency.choices, default=Frequency.DAILY)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    feed_key = models.UUIDField(unique=True, default=uuid.uuid4)

    #: the number of the last announcement that was looked at for them
    reached = models.BigIntegerField(default=0)
    #: when the next digest is due; null for those who are told at once
    due_at = models.DateTimeField(null=True)
    #: since when they get no letters, as the mailbox did not take the last ones
    suspended_at = models.DateTimeField(null=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "fingerprint"], name="one_subscriber_per_address")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="subscriber_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["reached", "id"], name="subscriber_at_once", condition=models.Q(due_at=None)),
            models.Index(
                fields=["created_at"], name="subscriber_unconfirmed", condition=models.Q(confirmed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        # Never the address: this is what logs and error pages show.
        return f"Subscriber {self.pk}"

    @property
    def address(self) -> str:
        return decrypt(self.encrypted_address)

    @address.setter
    def address(self, address: str) -> None:
        self.encrypted_address, self.fingerprint = encrypt(address), fingerprint(address)


class Subscription(models.Model):
    """What somebody wants to be told of, in the terms of the log; an empty one is not looked at.

    ``section`` is the id of the page whose list it is, ``text`` the words of a saved search. Those confirmed begin with
    what is announced after ``since``.
    """

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="subscriptions")
    type = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=32, blank=True)
    body = models.CharField(max_length=64, blank=True)
    section = models.PositiveIntegerField(default=0)
    locale = models.CharField(max_length=16)
    text = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    since = models.BigIntegerField(default=0)

    objects: models.Manager[Subscription]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "type", "kind", "body", "section", "locale", "text"],
                name="one_subscription_per_choice",
            )
        ]
        indexes = [
            models.Index(
                fields=["created_at"], name="subscription_unconfirmed", condition=models.Q(confirmed_at__isnull=True)
            ),
            models.Index(fields=["locale", "id"], name="subscription_text", condition=~models.Q(text="")),
        ]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"
