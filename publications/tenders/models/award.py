from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from publications.rows import RowsKey
from publications.tenders.amounts import AmountField
from publications.tenders.models.supplier import Supplier


class TenderAward(TranslatableMixin, Orderable):
    """To whom a step of a tender (its number) awards a lot (its number; none where there are no lots), for how much."""

    page = RowsKey("publications.TenderPage", on_delete=models.CASCADE, related_name="awards")
    step = models.PositiveSmallIntegerField(_("step"))
    lot = models.PositiveSmallIntegerField(_("lot"), null=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="+", verbose_name=_("supplier"))
    amount = AmountField(_("amount (EUR)"))

    translatable_fields = [SynchronizedField(name, overridable=False) for name in ("step", "lot", "supplier", "amount")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("award")
        verbose_name_plural = _("awards")

    def __str__(self) -> str:
        return f"{self.lot or ''} {self.amount}".strip()

    def facts(self) -> list[Any]:
        return [self.step, self.lot, self.supplier_id, f"{self.amount:.2f}"]
