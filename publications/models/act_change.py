from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string

from publications.models.act import Act
from publications.models.append_only import AppendOnly, AppendOnlyManager


class ChangeKind(models.TextChoices):
    PUBLISHED = "published", _("Published")
    CORRECTED = "corrected", _("Corrected")
    FILE_REPLACED = "file_replaced", _("File replaced")
    AMENDED = "amended", _("Amended by another act")
    REVOKED = "revoked", _("Revoked")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ActChange(AppendOnly):
    """One public change of an act.

    ``post`` is the group of who published it, never a person; empty for what nobody did by hand. ``locale`` is the
    language of a changed text, empty for what holds in all. ``fields`` are names of fields. ``reason`` is what was
    written, by language. ``other`` is the act that amends or revokes this one.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    at = models.DateTimeField()
    post = models.CharField(max_length=150, blank=True)
    locale = models.CharField(max_length=16, blank=True)
    fields = models.JSONField(default=list)
    reason = models.JSONField(default=dict)
    other = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[AppendOnlyManager[ActChange]] = AppendOnlyManager()

    class Meta:
        indexes = [models.Index(fields=["act", "-at", "-id"], name="act_history")]

    def __str__(self) -> str:
        return f"{self.act_id} {self.kind}"


class ActFile(models.Model):
    """A file that an act was or is published with. The earlier ones stay, with the reason why they were replaced.

    ``slot`` is what the file is: ``signed_pdf``, or the translation key of an attachment.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="files")
    slot = models.CharField(max_length=36)
    document = models.ForeignKey(get_document_model_string(), models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    reason_locale = models.CharField(max_length=16, blank=True)

    objects: models.Manager[ActFile]

    class Meta:
        verbose_name = _("file of an act")
        verbose_name_plural = _("files of acts")
        indexes = [models.Index(fields=["act", "-replaced_at"], name="act_files")]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "slot"], condition=models.Q(replaced_at=None), name="one_file_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act_id} {self.slot} {self.document_id}"
