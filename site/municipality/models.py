"""What a municipality says about itself on every page of its site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string
from wagtail.models import Orderable

from cms_pages.models.plain_texts import PlainTexts
from municipality.validation import check_brand_colour, check_is_colour

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def languages() -> list[tuple[str, StrOrPromise]]:
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class DataLicence(models.TextChoices):
    """Under which open data may be used. Source: https://opendefinition.org/licenses/"""

    CC_BY = "https://creativecommons.org/licenses/by/4.0/", _("CC BY 4.0: may be used by all who name the source")
    CC0 = "https://creativecommons.org/publicdomain/zero/1.0/", _("CC0 1.0: may be used by all")


@register_setting(icon="home", order=1)
class MunicipalitySettings(BaseSiteSetting, ClusterableModel):
    """Coat of arms, colours, contact and links; ``texts`` has what differs between languages."""

    coat_of_arms = models.ForeignKey(
        get_image_model_string(),
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("coat of arms"),
        help_text=_("Shown beside the name and on paper, 64 pixels high. Best with a transparent background."),
    )
    brand_colour = models.CharField(
        _("main colour"),
        max_length=7,
        blank=True,
        validators=[check_is_colour, check_brand_colour],
        help_text=_(
            "For buttons, the footer and headings, for example #0f4c55. White text must be readable on it; lighter and "
            "darker shades, also for dark screens, are worked out from it. Leave empty for the site’s own colour."
        ),
    )
    accent_colour = models.CharField(
        _("second colour"),
        max_length=7,
        blank=True,
        validators=[check_is_colour],
        help_text=_("For thin lines and the edges of notices, for example #f0b429. No text is written in it."),
    )
    phone = models.CharField(_("telephone"), max_length=64, blank=True, help_text=_("For example: +383 28 000 000"))
    email = models.EmailField(_("official e-mail address"), blank=True)
    data_licence = models.CharField(
        _("licence"),
        max_length=64,
        choices=DataLicence.choices,
        default=DataLicence.CC_BY,
        help_text=_("What others may do with the files on the page about open data."),
    )

    select_related = ["coat_of_arms"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("coat_of_arms"), FieldPanel("brand_colour"), FieldPanel("accent_colour")],
            heading=_("Appearance"),
        ),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("email")], heading=_("Contact")),
        MultiFieldPanel([FieldPanel("data_licence")], heading=_("Open data")),
        InlinePanel("texts", heading=_("Name and address in each language"), label=_("Language")),
        InlinePanel(
            "profiles",
            heading=_("Elsewhere on the internet"),
            label=_("Profile"),
            help_text=_("The municipality’s official profiles. They are links only: nothing is loaded from there."),
        ),
        InlinePanel(
            "footer_pages",
            heading=_("Pages in the footer"),
            label=_("Page"),
            help_text=_(
                "For example contacts, access to documents and the accessibility statement. Choose a page in any "
                "language: readers get it in theirs, where it is published."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")

    def clean(self) -> None:
        super().clean()
        # One way to write a colour, so that the same colours have the same sheet.
        self.brand_colour, self.accent_colour = self.brand_colour.lower(), self.accent_colour.lower()


class MunicipalityText(PlainTexts):
    """A municipality's name, address and opening hours in one language."""

    municipality = ParentalKey(MunicipalitySettings, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=16, choices=languages)
    name = models.CharField(
        _("name"), max_length=255, help_text=_("The official name, for example: Municipality of Lumbardhi.")
    )
    address = models.TextField(_("address"), blank=True, help_text=_("As on an envelope, one line for each part."))
    opening_hours = models.TextField(_("opening hours"), blank=True, help_text=_("One line for each span of days."))

    panels = [FieldPanel("language"), FieldPanel("name"), FieldPanel("address"), FieldPanel("opening_hours")]

    class Meta:
        verbose_name = _("name and address")
        verbose_name_plural = _("names and addresses")
        constraints = [models.UniqueConstraint(fields=["municipality", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return self.name


class MunicipalityProfile(PlainTexts, Orderable):
    """An official profile of a municipality on another site."""

    municipality = ParentalKey(MunicipalitySettings, on_delete=models.CASCADE, related_name="profiles")
    name = models.CharField(pgettext_lazy("of a profile", "name"), max_length=64, help_text=_("For example: Facebook."))
    url = models.URLField(_("address"), help_text=_("The whole address, with https://"))

    panels = [FieldPanel("name"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return self.name


class MunicipalityFooterPage(Orderable):
    """A page to which every page's footer links: its translation, where there is one."""

    municipality = ParentalKey(MunicipalitySettings, on_delete=models.CASCADE, related_name="footer_pages")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("page in the footer")
        verbose_name_plural = _("pages in the footer")

    def __str__(self) -> str:
        return str(self.page)
