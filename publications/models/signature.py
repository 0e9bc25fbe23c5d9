from __future__ import annotations

from django.db import models
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms_pages.models import Signer


class ActSigner(TranslatableMixin, Orderable):
    """Who has signed an act."""

    page = ParentalKey("publications.ActPage", on_delete=models.CASCADE, related_name="signers")
    signer = models.ForeignKey(Signer, models.PROTECT, related_name="+", verbose_name=_("signer"))

    panels = [FieldPanel("signer", widget=Select)]
    translatable_fields = [SynchronizedField("signer", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("signer")
        verbose_name_plural = _("signers")

    def __str__(self) -> str:
        return str(self.signer)
