from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn

from publications.filters import PublicationFilterSet, _body_filter
from publications.listings import (
    ABOUT_EACH,
    BODY,
    DATE,
    EXPORT_HEADINGS,
    STATUS,
    TITLE,
    PublicationListing,
    PublicationListView,
    ShortMomentColumn,
)
from publications.tenders.models import ProcurementCategory, StepKind, TenderPage

#: the stages at which a tender can stand: the rest are remarks on one
STAGES = [
    (kind.value, kind.label)
    for kind in StepKind
    if kind not in (StepKind.CLARIFICATION, StepKind.CORRECTION, StepKind.AMENDMENT, StepKind.IMPLEMENTATION)
]


class TenderFilterSet(PublicationFilterSet):
    body = _body_filter()
    stage = MultipleChoiceFilter(label=_("Latest step"), choices=STAGES, widget=CheckboxSelectMultiple)
    category = ChoiceFilter(
        label=_("Contract type"),
        field_name="contract_type__category",
        choices=ProcurementCategory.choices,
        empty_label=_("All"),
        widget=RadioSelect,
    )

    class Meta:
        model = TenderPage
        fields: list[str] = []


class TenderListView(PublicationListView):
    searched = ("draft_title", "number")


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
        "get_stage_display": _("Latest step"),
        "procedure.name": _("Procedure"),
        "contract_type.name": _("Contract type"),
    }
    list_export = [
        *("date", "number", "title", "body_name", "procedure.name", "contract_type.name", "value", "deadline"),
        *("get_stage_display", *ABOUT_EACH),
    ]
    columns: list[Any] = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        Column("number", label=_("Number"), sort_key="number", width="14%"),
        DATE,
        BODY,
        ShortMomentColumn("deadline", label=_("Deadline"), sort_key="deadline", width="12%"),
        Column("get_stage_display", label=_("Latest step"), sort_key="stage", width="12%"),
        STATUS,
    ]
