from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from cms_pages.clock import is_past
from publications.imports.problems import OUTCOME_LABELS, Outcome

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ImportState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, waits for you")
    WRITING = "writing", _("being taken over")
    DONE = "done", _("done")


class ActImportQuerySet(models.QuerySet["ActImport"]):
    def due(self) -> ActImportQuerySet:
        """Those that a worker has to go on with, and none has taken, the oldest first."""
        free = models.Q(taken_until=None) | is_past("taken_until")
        return self.filter(free, state__in=[ImportState.CHECKING, ImportState.WRITING]).order_by("pk")


class ActImport(models.Model):
    """A table of acts that somebody has uploaded, with an archive of files. The worker checks it, and then writes it.

    ``rows`` are what became of its rows so far, or what would. Whoever goes on with it has it until ``taken_until``.
    ``language`` is the one in which the editor reads the admin: that of the browser, where none was chosen, and the
    worker cannot ask a browser.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    name = models.CharField(_("table"), max_length=255)
    table = models.FileField(upload_to="imports/%Y/")
    archive = models.FileField(upload_to="imports/%Y/", blank=True)
    section = models.ForeignKey(Page, models.CASCADE, related_name="+")
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    publish = models.BooleanField(default=False)
    language = models.CharField(max_length=10)
    state = models.CharField(_("status"), max_length=16, choices=ImportState.choices, default=ImportState.CHECKING)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    taken_until = models.DateTimeField(null=True)

    objects: ClassVar[ActImportQuerySet] = ActImportQuerySet.as_manager()  # type: ignore[assignment] # made of it

    class Meta:
        verbose_name = _("import of acts")
        verbose_name_plural = _("imports of acts")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def take(self, seconds: int) -> bool:
        """Take it for so long, unless somebody else has."""
        until = timezone.now() + datetime.timedelta(seconds=seconds)
        return bool(ActImport.objects.due().filter(pk=self.pk).update(taken_until=until))

    def remove_files(self) -> None:
        for file in (self.table, self.archive):
            if file:
                file.delete(save=False)

    @property
    def is_under_way(self) -> bool:
        return self.state in {ImportState.CHECKING, ImportState.WRITING}


class ActImportRow(models.Model):
    """What becomes of one row. ``problems`` are pairs of a column and a sentence."""

    act_import = models.ForeignKey(ActImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=16)
    problems = models.JSONField(default=list)

    objects: models.Manager[ActImportRow]

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["act_import", "line"], name="one_result_per_line")]

    def __str__(self) -> str:
        return f"{self.line}: {self.name}"

    @property
    def outcome_label(self) -> _StrPromise:
        return OUTCOME_LABELS[Outcome(self.outcome)]
