from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from activity_report.periods import FIRST_YEAR, LAST_YEAR


class ActivityReport(models.Model):
    """Whether a site shows the report of a year to the public. The figures are counted as they are asked for.

    It stays when the report is withdrawn, so that all that was done with it has one history.
    """

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("site"))
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    objects: models.Manager[ActivityReport]

    class Meta:
        verbose_name = _("activity report")
        verbose_name_plural = _("activity reports")
        default_permissions = ("view", "publish")
        constraints = [models.UniqueConstraint(fields=["site", "year"], name="one_activity_report_per_site_and_year")]

    def __str__(self) -> str:
        return f"{self.year}, {self.site}"
