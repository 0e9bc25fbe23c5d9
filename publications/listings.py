"""Lists of all pages of each type in the admin, wherever in the tree they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.template.defaultfilters import yesno
from django.utils import translation
from django.utils.timezone import localtime, make_naive
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale

from cms_pages.admin.columns import (
    ChangeColumn,
    ItemStateColumn,
    LanguagesColumn,
    ShortDateColumn,
    ShortMomentColumn,
    TitleColumn,
    know_rows,
    with_state_and_change,
)
from cms_pages.listing import state_labels
from publications.filters import (
    AlbumFilterSet,
    DecisionFilterSet,
    DocumentFilterSet,
    EventFilterSet,
    MinutesFilterSet,
    NewsFilterSet,
    NoticeFilterSet,
    RecordingFilterSet,
    RegulationFilterSet,
)
from publications.models import (
    AlbumPage,
    DecisionPage,
    DocumentPage,
    EventPage,
    MinutesPage,
    NewsPage,
    NoticePage,
    RecordingPage,
    RegulationPage,
)
from publications.selectors import matching, with_body_name

TITLE = TitleColumn("title", label=_("Title"), sort_key="title", classname="title", width="28%")
STATE = ItemStateColumn("item_state", label=_("State"))
#: the end of each list
LAST = [
    LanguagesColumn("translations", label=_("Translations")),
    PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ChangeColumn("latest_revision_created_at", label=_("Changed"), sort_key="latest_revision_created_at"),
]
DATE = ShortDateColumn("date", label=_("Date"), sort_key="date")
BODY = Column("body_name", label=_("Body"), sort_key="body_name")
KIND = Column("get_kind_display", label=_("Kind"), sort_key="kind")

EXPORT_HEADINGS = {
    "body_name": _("Body"),
    "get_kind_display": _("Kind"),
    "recording.get_type_display": _("Kind"),
    "locale.language_code": _("Language"),
    "status_string": _("Status"),
    "item_state": _("State"),
    "latest_revision_created_at": _("Changed"),
    "changed_by": _("Changed by"),
    "first_published_at": _("First published"),
    "full_url": _("Address"),
}
ABOUT_EACH = [
    *("locale.language_code", "status_string", "first_published_at"),
    *("latest_revision_created_at", "changed_by", "full_url"),
]


def _state_label(state: str | None) -> str:
    return state_labels().get(state or "", "")


def _local_moment(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"


def _in_language(language: str | None, rows: Iterator[Any]) -> Iterator[Any]:
    """Each row in this language, also where it is made when the answer is sent: then nobody's is set."""
    while True:
        with translation.override(language):
            row = next(rows, None)
        if row is None:
            return
        yield row


class PublicationListView(IndexView):
    """Each in every language it is in; copies that show another language's text are left out."""

    template_name = "publications/admin/listing.html"
    custom_field_preprocess = {"item_state": {"csv": _state_label, "xlsx": _state_label}}
    custom_value_preprocess = {
        bool: {"csv": yesno, "xlsx": yesno},
        datetime: {"csv": _local_moment, "xlsx": make_naive},
        **{kind: how for kind, how in IndexView.custom_value_preprocess.items() if kind is not datetime},
    }
    #: where the words are looked for
    searched: tuple[str, ...] = ("draft_title",)

    def get_base_queryset(self) -> QuerySet[Any]:
        return self._with_names(self._pages())

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        return _in_language(get_language(), super().stream_csv(queryset))

    def _pages(self) -> QuerySet[Any]:
        return with_state_and_change(super().get_base_queryset().filter(alias_of=None))

    def _with_names(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        return with_body_name(pages, Locale.get_active()) if hasattr(self.model, "body") else pages

    def get_table(self, object_list: Any) -> Any:
        know_rows(object_list, self.request.user)
        return super().get_table(object_list)

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


class EventListView(PublicationListView):
    searched = ("draft_title", "place", "people")

    def get_base_queryset(self) -> QuerySet[Any]:
        # Under the name that all other types have for it.
        return self._with_names(self._pages().alias(date=TruncDate("starts_at")))


class PublicationListing(PageListingViewSet):
    add_to_admin_menu = True
    ordering = "-date"
    export_headings = EXPORT_HEADINGS


ACT_COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    TITLE,
    Column("number", label=_("Number"), sort_key="number", classname="w-whitespace-nowrap"),
    DATE,
    BODY,
    STATE,
    *LAST,
]


class DecisionListing(PublicationListing):
    model = DecisionPage
    index_view_class = ActListView
    filterset_class = DecisionFilterSet
    icon = "clipboard-list"
    menu_label = _("Decisions")
    menu_order = 310
    export_filename = "decisions"
    list_export = ["number", "date", "title", "body_name", "get_kind_display", "item_state", *ABOUT_EACH]
    columns = ACT_COLUMNS


class RegulationListing(PublicationListing):
    model = RegulationPage
    index_view_class = ActListView
    filterset_class = RegulationFilterSet
    icon = "clipboard-list"
    menu_label = _("Regulations")
    menu_order = 315
    export_filename = "regulations"
    list_export = ["number", "date", "title", "body_name", "item_state", *ABOUT_EACH]
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
        *LAST,
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
    columns = [BulkActionsColumn("bulk_actions"), TITLE, KIND, DATE, *LAST]


class NoticeListing(PublicationListing):
    model = NoticePage
    index_view_class = NoticeListView
    filterset_class = NoticeFilterSet
    icon = "thumbtack"
    menu_label = _("Notices and calls")
    menu_order = 335
    export_filename = "notices"
    list_export = [
        *("date", "reference", "title", "get_kind_display", "body_name", "deadline", "results_date"),
        "item_state",
        *ABOUT_EACH,
    ]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        KIND,
        DATE,
        ShortMomentColumn("deadline", label=_("Deadline"), sort_key="deadline"),
        BODY,
        STATE,
        *LAST,
    ]


class AlbumListView(PublicationListView):
    searched = ("draft_title", "place")


class AlbumListing(PublicationListing):
    model = AlbumPage
    index_view_class = AlbumListView
    filterset_class = AlbumFilterSet
    icon = "image"
    menu_label = _("Albums")
    menu_order = 345
    export_filename = "albums"
    list_export = ["date", "place", "title", "body_name", "credit", *ABOUT_EACH]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        Column("place", label=_("Place"), sort_key="place"),
        DATE,
        BODY,
        *LAST,
    ]


class RecordingListing(PublicationListing):
    model = RecordingPage
    index_view_class = AlbumListView
    filterset_class = RecordingFilterSet
    icon = "media"
    menu_label = _("Recordings")
    menu_order = 346
    export_filename = "recordings"
    list_export = ["date", "place", "title", "recording.get_type_display", "body_name", "credit", *ABOUT_EACH]
    columns = AlbumListing.columns


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
        Column("period", label=_("Period"), sort_key="period"),
        DATE,
        BODY,
        *LAST,
    ]


class EventListing(PublicationListing):
    model = EventPage
    index_view_class = EventListView
    filterset_class = EventFilterSet
    icon = "calendar-alt"
    menu_label = _("Calendar")
    menu_order = 338
    ordering = "-starts_at"
    export_filename = "events"
    list_export = [
        *("starts_at", "ends_at", "title", "get_kind_display", "body_name", "place", "open_to_press"),
        "item_state",
        *ABOUT_EACH,
    ]
    columns = [
        BulkActionsColumn("bulk_actions"),
        TITLE,
        KIND,
        ShortMomentColumn("starts_at", label=_("Begins"), sort_key="starts_at"),
        Column("place", label=_("Place")),
        BODY,
        STATE,
        *LAST,
    ]
