from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms_pages.models.publishable import PublishablePage


class StandardPage(PublishablePage):
    """A page of text: about the municipality, contacts, how to ask for a document."""

    template = "cms_pages/standard_page.html"

    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionIndexPage", "cms_pages.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")
