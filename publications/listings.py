"""Lists of all pages of each type in the admin, wherever in the tree they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale

from publications.filters import (
    DecisionFilterSet,
    DocumentFilterSet,
    MinutesFilterSet,
    NewsFilterSet,
    NoticeFilterSet,
    RegulationFilterSet,
)
from publications.models import DecisionPage, DocumentPage, MinutesPage, NewsPage, NoticePage, RegulationPage
from publications.selectors import matching, with_body_name


class ShortDateColumn(Column):
    def get_value(self, instance: Any) -> str:
        value: date | None = super().get_value(instance)
        return date_format(value, "SHORT_DATE_FORMAT") if value else ""


class ShortMomentColumn(Column):
    def get_value(self, instance: Any) -> str:
        value: datetime | None = super().get_value(instance)
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT") if value else ""


TITLE = PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title")
STATUS = PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%")
DATE = ShortDateColumn("date", label=_("Date"), sort_key="date", width="10%")
BODY = Column("body_name", label=_("Body"), sort_key="body_name", width="16%")
KIND = Column("get_kind_display", label=_("Kind"), sort_key="kind", width="14%")

EXPORT_HEADINGS = {
    "body_name": _("Body"),
    "get_kind_display": _("Kind"),
    "locale.language_code": _("Language"),
    "status_string": _("Status"),
    "first_published_at": _("First published"),
    "full_url": _("Address"),
}
ABOUT_EACH = ["locale.language_code", "status_string", "first_published_at", "full_url"]


class PublicationListView(IndexView):
    """Each in every language it is in; copies that show another language's text are left out."""

    template_name = "publications/admin/listing.html"
    #: where the words are looked for
    searched: tuple[str, ...] = ("draft_title",)

    def get_base_queryset(self) -> QuerySet[Any]:
        pages: QuerySet[Any] = super().get_base_queryset().filter(alias_of=None)
        return with_body_name(pages, Locale.get_active()) if hasattr(self.model, "body") else pages

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        return matching(queryset, self.search_query, *self.searched)

    def get_ordering(self) -> Any:
        # Newest first also when searching: in official records the date says more than relevance.
        ordering = self.request.GET.get("ordering", self.default_ordering)
        return ordering if ordering in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        ordering = self.ordering if isinstance(self.ordering, list | tuple) else [self.ordering]
        return queryset.order_by(*ordering, "-pk")


class ActListView(PublicationListView):
    searched = ("draft_title", "number")


class NoticeListView(PublicationListView):
    searched = ("draft_title", "reference")


class MinutesListView(PublicationListView):
    searched = ("draft_title", "meeting")


class PublicationListing(PageListingViewSet):
    add_to_admin_menu = True
    ordering = "-date"
    export_headings = EXPORT_HEADINGS


ACT_COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    TITLE,
    Column("number", label=_("Number"), sort_key="number", width="14%"),
    DATE,
    BODY,
    STATUS,
]


class DecisionListing(PublicationListing):
    model = DecisionPage
    index_view_class = ActListView
    filterset_class = DecisionFilterSet
    icon = "clipboard-list"
    menu_label = _("Decisions")
    menu_order = 310
    export_filename = "decisions"
    list_export = ["number", "date", "title", "body_name", "get_kind_display", *ABOUT_EACH]
    columns = ACT_COLUMNS


class RegulationListing(PublicationListing):
    model = RegulationPage
    index_view_class = ActListView
    filterset_class = RegulationFilterSet
    icon = "clipboard-list"
    menu_label = _("Regulations")
    menu_order = 315
    export_filename = "regulations"
    list_export = ["number", "date", "title", "body_name", *ABOUT_EACH]
    columns = ACT_COLUMNS


class MinutesListing(PublicationListing):
    model = MinutesPage
    index_view_class = MinutesListView
    filterset_class = MinutesFilterSet
    icon = "group"
    menu_label = pgettext_lazy("plural", "Minutes")
    menu_order = 320
    export_filename = "minutes"
    list_export = ["date", "meeting", "title", "body_name", *ABOUT_EACH]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        Column("meeting", label=_("Meeting"), sort_key="meeting"),
        DATE,
        BODY,
        STATUS,
    ]


class NewsListing(PublicationListing):
    model = NewsPage
    index_view_class = PublicationListView
    filterset_class = NewsFilterSet
    icon = "comment"
    menu_label = pgettext_lazy("plural", "News")
    menu_order = 330
    export_filename = "news"
    list_export = ["date", "title", "get_kind_display", "source_name", *ABOUT_EACH]
    columns = [BulkActionsColumn("bulk_actions"), TITLE, KIND, DATE, STATUS]


class NoticeListing(PublicationListing):
    model = NoticePage
    index_view_class = NoticeListView
    filterset_class = NoticeFilterSet
    icon = "bell"
    menu_label = _("Notices and calls")
    menu_order = 335
    export_filename = "notices"
    list_export = [
        *("date", "reference", "title", "get_kind_display", "body_name", "deadline", "results_date"),
        *ABOUT_EACH,
    ]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        KIND,
        DATE,
        ShortMomentColumn("deadline", label=_("Deadline"), sort_key="deadline", width="14%"),
        STATUS,
    ]


class DocumentListing(PublicationListing):
    model = DocumentPage
    index_view_class = PublicationListView
    filterset_class = DocumentFilterSet
    icon = "doc-full"
    menu_label = _("Budget and reports")
    menu_order = 340
    export_filename = "documents"
    list_export = ["date", "period", "title", "get_kind_display", "body_name", *ABOUT_EACH]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        KIND,
        Column("period", label=_("Period"), sort_key="period", width="14%"),
        DATE,
        STATUS,
    ]
