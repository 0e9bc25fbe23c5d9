"""The outbox: letters to be sent, and for a while those that were."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alerts.models.subscriber import Subscriber, Subscription


class LetterKind(models.TextChoices):
    CONFIRM = "confirm", _("Confirmation")
    LINK = "link", _("Link to the settings")
    NEWS = "news", _("Alert")


class LetterState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    #: by the mail server, or never taken in all its attempts
    REFUSED = "refused", _("Refused")
    #: by the mailbox, at once or later (bounced)
    UNDELIVERABLE = "undeliverable", _("Undeliverable")
    DROPPED = "dropped", _("Not sent any more")


class Letter(models.Model):
    """A letter to a subscriber. Its text is made when it is sent, so that what is gone by then is not in it.

    ``announcements`` are the numbers of what it tells; ``subscription`` is what it asks to confirm. ``reason`` is the
    mail server's code (``550 5.1.1``) and never its words, in which the address stands.
    """

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=8, choices=LetterKind.choices)
    subscription = models.ForeignKey(Subscription, models.CASCADE, null=True, related_name="+")
    announcements = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=16, choices=LetterState.choices, default=LetterState.WAITING)
    #: what somebody waits for goes before what is read later
    is_urgent = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    #: not before this; who sends it puts it off first, so that nobody else does meanwhile
    retry_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=64, blank=True)

    objects: models.Manager[Letter]

    class Meta:
        indexes = [
            models.Index(fields=["-is_urgent", "id"], name="letter_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["closed_at"], name="letter_closed", condition=models.Q(closed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} letter {self.pk}"
