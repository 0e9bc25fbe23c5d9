from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms_pages.models.publishable import PublishablePage


class HomePage(PublishablePage):
    """The front page of a site in one language; what is new on it comes from the publication log."""

    template = "cms_pages/home_page.html"
    max_count_per_parent = None
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
