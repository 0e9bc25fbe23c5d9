from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms_pages.models.publishable import PublishablePage


class SectionIndexPage(PublishablePage):
    """A section of the site: introduces and lists the pages below it, newest first, with filters."""

    template = "cms_pages/section_index_page.html"

    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionIndexPage"]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
