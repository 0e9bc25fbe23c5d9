from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.db.models import Max
from wagtail.models import Site

from publications.models.append_only import AppendOnly, AppendOnlyManager
from publications.tenders.conf import ocds_prefix

#: how often a number that somebody else takes in the same moment is tried anew
TRIES = 20


class TenderQuerySet(models.QuerySet["Tender"]):
    def public(self, site_id: int, **conditions: Any) -> Self:
        """Those with a page on a site that is public now, whose item is as ``conditions`` say."""
        from cms_pages.publishing.models import PublishedItem

        items = PublishedItem.objects.live().unexpired().filter(site_id=site_id, type="tender", **conditions)
        return self.exclude(ocid="").filter(translation_key__in=items.values("translation_key"))

    def wait_for_others(self, translation_key: uuid.UUID) -> None:
        """Have nobody else publish a release of a tender before the transaction ends: what is read of its pages from
        now on is not older than the last one.
        """
        self.select_for_update().filter(translation_key=translation_key).first()


class Tender(models.Model):
    """A contracting process, whatever the languages its pages are in: those with its ``translation_key``.

    It has its ``ocid`` from the moment when its first step is published, and keeps it. ``compiled`` is its compiled
    release (OCDS, one JSON object): what its releases, of which the last is of ``changed_at``, say together.
    """

    translation_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, related_name="+")
    ocid = models.CharField(max_length=64, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    compiled = models.TextField(blank=True)

    objects: ClassVar[TenderQuerySet] = TenderQuerySet.as_manager()  # type: ignore[assignment] # a manager made of it

    class Meta:
        indexes = [models.Index(fields=["-changed_at", "-id"], name="tender_list")]
        constraints = [
            models.UniqueConstraint(fields=["ocid"], condition=~models.Q(ocid=""), name="one_tender_per_ocid"),
            models.UniqueConstraint(fields=["year", "number"], name="one_tender_per_number"),
        ]

    def __str__(self) -> str:
        return self.ocid or str(self.translation_key)

    def identify(self, site: Site | None, year: int) -> None:
        """Give it its ocid, unless it has one. The numbers of a year are those of the whole installation."""
        if self.ocid:
            return
        self.site, self.year = site, year
        for _try in range(TRIES):
            highest = Tender.objects.filter(year=year).aggregate(highest=Max("number"))["highest"] or 0
            self.number = highest + 1
            self.ocid = f"{ocds_prefix()}-{year}-{self.number}"
            try:
                with transaction.atomic():
                    self.save()
            except IntegrityError:
                continue
            return
        raise IntegrityError(f"No free number for a tender in {year}.")


class TenderRelease(AppendOnly):
    """What was published of a tender, as an OCDS release in JSON, for good: with a step (its number), or, where
    ``update`` is above 0, that often after it, when other texts or a translation were published.

    ``step_digest`` is the SHA-256 of the step as it was then, ``facts`` are those of the tender: see
    ``publications.tenders.published``. Rows are added and never changed or deleted.
    """

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="releases")
    step = models.PositiveSmallIntegerField()
    update = models.PositiveSmallIntegerField(default=0)
    release_id = models.CharField(max_length=80, unique=True)
    date = models.DateTimeField()
    payload = models.TextField()
    facts = models.JSONField()
    step_digest = models.CharField(max_length=64)

    objects: ClassVar[AppendOnlyManager[TenderRelease]] = AppendOnlyManager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["tender", "step", "update"], name="one_release_per_step")]

    def __str__(self) -> str:
        return self.release_id
