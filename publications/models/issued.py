from __future__ import annotations

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms_pages.models import Body, PublishablePage
from publications.forms import BodyForm


class IssuedPage(PublishablePage):
    """What a body issued on a day, where it is known which: notices, and documents about a span of time."""

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The day it was issued."))
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
        help_text=_("The organ that issued it."),
    )

    base_form_class = BodyForm

    class Meta:
        abstract = True

    def item_body(self) -> tuple[str, str]:
        return (self.body.key, self.body.name_in(self.locale, self.date)) if self.body else ("", "")

    def item_date(self) -> datetime.date:
        return self.date
