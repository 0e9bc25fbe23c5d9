from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn
from wagtail.models import Locale

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


class TenderListView(ActListView):
    def _with_names(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        locale = Locale.get_active()
        names = {f"{term}_name": _name_in(locale, term) for term in ("procedure", "contract_type")}
        named: QuerySet[Any] = super()._with_names(pages).annotate(**names)
        return named


def _name_in(locale: Locale, term: str) -> Coalesce:
    """The name of a term of the list in a language, or in its own where it is not translated."""
    key = OuterRef(f"{term}__translation_key")
    rows = TenderPage._meta.get_field(term).related_model._default_manager.filter(translation_key=key, locale=locale)
    return Coalesce(Subquery(rows.values("name")[:1]), F(f"{term}__name"))


class TenderListing(PublicationListing):
    model = TenderPage
    index_view_class = TenderListView
    filterset_class = TenderFilterSet
    icon = "clipboard-list"
    menu_label = _("Public procurement")
    menu_order = 345
    export_filename = "tenders"
    export_headings = {
        **EXPORT_HEADINGS,
        "procedure_name": _("Procedure"),
        "contract_type_name": _("Contract type"),
    }
    list_export = [
        *("date", "number", "title", "body_name", "procedure_name", "contract_type_name", "value", "deadline"),
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
