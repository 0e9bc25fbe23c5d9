from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms_pages.models import PublishablePage


class CalendarPage(PublishablePage):
    """The office's calendar: shows all events of its language by week and month, wherever on the site they are."""

    parent_page_types = ["cms_pages.HomePage", "cms_pages.SectionIndexPage"]
    subpage_types = ["publications.EventPage"]
    template = "publications/calendar_page.html"

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from publications.events.calendar import calendar_of  # it reads this package's models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        site = Site.find_for_request(request)
        return {**context, "calendar": calendar_of(self, site, request.GET) if site is not None else None}
