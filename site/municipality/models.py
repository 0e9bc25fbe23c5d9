"""What a municipality says about itself on every page of its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def languages() -> list[tuple[str, StrOrPromise]]:
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


@register_setting(icon="home", order=1)
class MunicipalitySettings(BaseSiteSetting, ClusterableModel):
    """The coat of arms and how to reach the municipality; ``texts`` has what differs between languages."""

    coat_of_arms = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coat of arms"),
        help_text=_("Shown beside the name, 64 pixels high. Best with a transparent background."),
    )
    phone = models.CharField(_("telephone"), max_length=64, blank=True, help_text=_("For example: +383 28 000 000"))
    email = models.EmailField(_("official e-mail address"), blank=True)

    select_related = ["coat_of_arms"]
    panels = [
        FieldPanel("coat_of_arms"),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Contact")),
        InlinePanel("texts", heading=_("Name and address in each language"), label=_("Language")),
    ]

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")


class MunicipalityText(models.Model):
    """A municipality's name, address and opening hours in one language."""

    municipality = ParentalKey(MunicipalitySettings, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=16, choices=languages)
    name = models.CharField(
        _("name"), max_length=255, help_text=_("The official name, for example: Municipality of Lumbardhi.")
    )
    address = models.TextField(_("address"), blank=True)
    opening_hours = models.TextField(_("opening hours"), blank=True, help_text=_("One line for each span of days."))

    panels = [FieldPanel("language"), FieldPanel("name"), FieldPanel("address"), FieldPanel("opening_hours")]

    class Meta:
        verbose_name = _("name and address")
        verbose_name_plural = _("names and addresses")
        constraints = [models.UniqueConstraint(fields=["municipality", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return self.name
