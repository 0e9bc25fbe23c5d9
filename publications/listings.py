"""Lists of all decisions and all minutes in the admin, wherever in the tree they are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet

from publications.models import DecisionPage, MinutesPage

TITLE = PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title")
STATUS = PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%")
DATE = Column("date", label=_("Date"), sort_key="date", width="10%")
BODY = Column("body", label=_("Body"), sort_key="body__name", width="16%")


class DecisionListing(PageListingViewSet):
    model = DecisionPage
    icon = "clipboard-list"
    menu_label = _("Decisions")
    menu_order = 310
    add_to_admin_menu = True
    ordering = ["-date"]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        Column("number", label=_("Number"), sort_key="number", width="14%"),
        DATE,
        BODY,
        STATUS,
    ]
    list_filter = ["body", "kind", "date", "live"]


class MinutesListing(PageListingViewSet):
    model = MinutesPage
    icon = "doc-full"
    menu_label = pgettext_lazy("plural", "Minutes")
    menu_order = 320
    add_to_admin_menu = True
    ordering = ["-date"]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        Column("meeting", label=_("Meeting"), sort_key="meeting"),
        DATE,
        BODY,
        STATUS,
    ]
    list_filter = ["body", "date", "live"]
