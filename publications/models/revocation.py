from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publications.models.act import Act


class RevocationStatus(models.TextChoices):
    PENDING = "pending", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")


class Revocation(models.Model):
    """The revocation of an act by what is no act on the site, such as the judgment of a court: one person asks for it
    and another approves it. Nothing of it is public before.

    ``revoked_from`` is the first day on which the act is in force no more. ``reason`` is by language. ``note`` says why
    it was refused.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="revocations")
    revoked_from = models.DateField()
    by = models.CharField(max_length=255, blank=True)
    reason = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=RevocationStatus.choices, default=RevocationStatus.PENDING)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    objects: models.Manager[Revocation]

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")
        default_permissions = ()
        permissions = [
            ("request_revocation", _("Can request that an act be revoked")),
            ("approve_revocation", _("Can approve that an act is revoked")),
        ]
        constraints = [
            # An act is revoked once, and one request at a time is open.
            models.UniqueConstraint(
                fields=["act"], condition=models.Q(status__in=["pending", "approved"]), name="one_revocation_of_an_act"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.revoked_from} {self.status}"
