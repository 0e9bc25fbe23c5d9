"""Servers that are told of changes of the publication log, and what they were told."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from alerts.addresses import decrypt, encrypt


class Endpoint(models.Model):
    """A server that is told of changes, with its own position in the log: what follows on it is still to be queued."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=100, help_text=_("Who is told, such as “Mobile app”."))
    url = models.CharField(_("address"), max_length=500, help_text=_("Where changes are sent, https://…"))
    types = models.JSONField(_("types"), default=list, blank=True, help_text=_("None chosen: all."))
    locales = models.JSONField(_("languages"), default=list, blank=True, help_text=_("None chosen: all."))
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("One that is not active is told later, when it is active again.")
    )
    encrypted_secret = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    position = models.BigIntegerField(default=0, editable=False)
    #: how it fares: failures in a row, and when to try again
    failures = models.PositiveIntegerField(default=0, editable=False)
    #: who tells it at the moment, and until when nobody else does; where nobody does, when it had its turn last
    lease = models.UUIDField(null=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    retry_at = models.DateTimeField(null=True, editable=False)

    objects: models.Manager[Endpoint]

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        from alerts.webhooks.destinations import refusal_of_url

        super().clean()
        if reason := refusal_of_url(self.url):
            raise ValidationError({"url": reason})

    @property
    def secret(self) -> bytes:
        return bytes.fromhex(decrypt(self.encrypted_secret))

    @secret.setter
    def secret(self, secret: bytes) -> None:
        self.encrypted_secret = encrypt(secret.hex())


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    SUPERSEDED = "superseded", _("Overtaken by a later change")
    FAILED = "failed", _("Given up")


class Failure(models.TextChoices):
    """Why there was no answer, and what the webmaster can do about it."""

    NO_SERVER = "no_server", _("No server is found under this name. Check how the address of the webhook is written.")
    NOT_HTTPS = "not_https", _("Nothing is sent without encryption. Enter an address that begins with https://.")
    PRIVATE = (
        "private",
        _("Nothing is sent into a private network. Enter an address that the internet can reach."),
    )
    UNREACHABLE = (
        "unreachable",
        _("There was no connection to the server. It is tried again; if this lasts, ask who runs the server."),
    )
    NO_SECRET = (
        "no_secret",
        _("The secret cannot be read any more, as the site's own keys have changed. Make a new one for this webhook."),
    )
    CERTIFICATE = "certificate", _("The server's certificate was refused. Ask who runs the server for a valid one.")
    ENCRYPTION = "encryption", _("No encrypted connection came about. Ask who runs the server.")
    TOO_LONG = (
        "too_long",
        _("The server took too long to answer. It is tried again; if this lasts, ask who runs the server."),
    )
    NO_ANSWER = (
        "no_answer",
        _("The server gave no answer that can be read. It is tried again; if this lasts, ask who runs the server."),
    )


class Delivery(models.Model):
    """A change of an item that an endpoint is told, in the order of the log.

    Its body is made when it is sent. Where the item has changed again by then, it is not: the later change is told.
    """

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries")
    sequence = models.BigIntegerField()
    item_id = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    #: the last answer's status; null where there was none
    status = models.PositiveSmallIntegerField(null=True)
    #: why there was none: a ``Failure``, and what the computer says of it
    failure = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    #: milliseconds until the last answer
    took_ms = models.PositiveIntegerField(null=True)

    objects: models.Manager[Delivery]

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "sequence"], name="one_delivery_per_change")]
        indexes = [
            models.Index(fields=["endpoint", "sequence"], name="delivery_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} #{self.sequence}"
