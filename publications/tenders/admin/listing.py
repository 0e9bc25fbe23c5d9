from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn

from cms_pages.admin.columns import ShortMomentColumn
from publications.filters import PublicationFilterSet, body_filter, kind_filter
from publications.listings import (
    ABOUT_EACH,
    BODY,
    DATE,
    EXPORT_HEADINGS,
    LAST,
    STATE,
    TITLE,
    ActListView,
    PublicationListing,
)
from publications.tenders.models import ProcurementCategory, TenderPage


class TenderFilterSet(PublicationFilterSet):
    body = body_filter()
    category = kind_filter(ProcurementCategory, "contract_type__category", _("Contract type"))

    class Meta:
        model = TenderPage
        fields: list[str] = []


class TenderListing(PublicationListing):
    model = TenderPage
    index_view_class = ActListView
    filterset_class = TenderFilterSet
    icon = "clipboard-list"
    menu_label = _("Public procurement")
    menu_order = 345
    export_filename = "tenders"
    export_headings = {
        **EXPORT_HEADINGS,
        "procedure.name": _("Procedure"),
        "contract_type.name": _("Contract type"),
    }
    list_export = [
        *("date", "number", "title", "body_name", "procedure.name", "contract_type.name", "value", "deadline"),
        *("item_state", *ABOUT_EACH),
    ]
    columns: list[Any] = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        Column("number", label=_("Number"), sort_key="number", classname="w-whitespace-nowrap"),
        DATE,
        BODY,
        ShortMomentColumn("deadline", label=_("Deadline"), sort_key="deadline"),
        STATE,
        *LAST,
    ]
