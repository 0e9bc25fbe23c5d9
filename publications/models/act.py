from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Max, OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from publications.numbering import running_number

if TYPE_CHECKING:
    from publications.models.act_page import ActPage

#: how often a number that somebody else takes in the same moment is tried anew
TRIES = 20


class ActQuerySet(models.QuerySet["Act"]):
    def described(self) -> Self:
        """With what editors know an act by: ``title``, ``protocol_number`` and ``date``, as its original has them."""
        model: type[ActPage] = apps.get_model("publications", "ActPage")
        pages = model.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None).order_by("pk")
        return self.annotate(
            title=Subquery(pages.values("draft_title")[:1]),
            protocol_number=Subquery(pages.values("number")[:1]),
            date=Subquery(pages.values("date")[:1]),
        )


class Act(models.Model):
    """An act, whatever the languages it is published in: its pages are those with its ``translation_key``.

    It has a public identifier from the moment when one of its pages first goes live: body, type, year and a number that
    runs through the year. The identifier never changes, also where what it was made of is corrected later, and is never
    given to another act. Until then its parts are empty.
    """

    translation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    body = models.CharField(_("body"), max_length=64, blank=True)
    type = models.CharField(_("type"), max_length=32, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    number = models.PositiveIntegerField(_("number in the year"), null=True)
    withdrawn_at = models.DateTimeField(null=True)
    #: what was written, by language
    withdrawal_reason = models.JSONField(default=dict)

    objects: ClassVar[ActQuerySet] = ActQuerySet.as_manager()  # type: ignore[assignment] # a manager made of it

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        constraints = [
            models.UniqueConstraint(fields=["site", "body", "type", "year", "number"], name="one_act_per_identifier")
        ]

    def __str__(self) -> str:
        known = self if hasattr(self, "title") else Act.objects.described().filter(pk=self.pk).first()
        parts = (getattr(known, name, None) for name in ("protocol_number", "title"))
        return ", ".join(filter(None, parts)) or self.identifier or str(self.translation_key)

    @property
    def identifier(self) -> str:
        """``assembly/decision/2025/17``, or an empty string while nothing of it was ever published."""
        return f"{self.body}/{self.type}/{self.year}/{self.number}" if self.number else ""

    @property
    def path(self) -> str:
        """The permanent address without scheme and host; empty without an identifier, or where it is not served."""
        if not self.number:
            return ""
        try:
            return reverse("publications_eli", args=[self.body, self.type, self.year, self.number])
        except NoReverseMatch:
            return ""

    def identify(self, page: ActPage) -> None:
        """Give it its identifier by what a page of it says, unless it has one."""
        site = page.get_site()
        if self.number or site is None:
            return
        self.site, self.body, self.type, self.year = site, page.body.key, page.act_type, page.date.year
        wanted = running_number(page.number, page.date.year, page.body.number_pattern)
        for _try in range(TRIES):
            self.number = wanted if wanted and self._is_free(wanted) else self._highest() + 1
            try:
                with transaction.atomic():
                    self.save()
            except IntegrityError:
                continue
            return
        raise IntegrityError(f"No free number for an act of {self.body} in {self.year}.")

    def _is_free(self, number: int) -> bool:
        return not self._others().filter(number=number).exists()

    def _highest(self) -> int:
        return self._others().aggregate(highest=Max("number"))["highest"] or 0

    def _others(self) -> models.QuerySet[Act]:
        return Act.objects.filter(site=self.site, body=self.body, type=self.type, year=self.year)
