"""The report "Publication log": whether what editors publish gets to the public, and what holds it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, NumberColumn, Table, TitleColumn
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms_pages.admin.neighbours import others_pages
from cms_pages.files.verification import FileVerification
from cms_pages.publishing.models import LogState, PublishedItem, StalePage, StaleTranslation, State
from cms_pages.publishing.readers import statuses
from cms_pages.publishing.refused import Refusal, refusals, retry_refused

#: so many waiting pages are listed, those that failed most often first
LISTED = 50


@dataclass(frozen=True)
class WaitingPage:
    """A page whose latest change is not in the log yet, or a translation that does not have its original's facts yet.

    ``failures`` is how often it was tried in vain.
    """

    page_id: int
    title: str
    marked_at: datetime
    failures: int
    retry_at: datetime | None
    last_error: str


def waiting_pages(user: Any) -> list[WaitingPage]:
    """The pages that wait to be written into the log, at most ``LISTED``: first those that failed, then the oldest.

    Of another municipality's only those that were deleted, which have no title any more.
    """
    others = others_pages(user).values("pk")
    groups = list(
        StalePage.objects.exclude(page_id__in=others)
        .values("page_id")
        .annotate(first=Min("marked_at"), tries=Max("failures"), retry=Max("retry_at"))
        .order_by("-tries", "first")[:LISTED]
    )
    translations = list(StaleTranslation.objects.exclude(page_id__in=others).order_by("marked_at")[:LISTED])
    page_ids = [group["page_id"] for group in groups] + [stale.page_id for stale in translations]
    titles = dict(Page.objects.filter(pk__in=page_ids).values_list("pk", "draft_title"))
    errors = dict(
        StalePage.objects.filter(page_id__in=page_ids).exclude(last_error="").values_list("page_id", "last_error")
    )
    return [
        WaitingPage(
            stale.page_id,
            titles.get(stale.page_id, ""),
            stale.marked_at,
            stale.failures,
            stale.retry_at,
            stale.last_error,
        )
        for stale in translations
    ] + [
        WaitingPage(
            page_id=group["page_id"],
            # A page that was deleted waits for its tombstone.
            title=titles.get(group["page_id"], ""),
            marked_at=group["first"],
            failures=group["tries"],
            retry_at=group["retry"],
            last_error=errors.get(group["page_id"], ""),
        )
        for group in groups
    ]


class PublicationLogView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """For those who publish."""

    model = Page
    any_permission_required = ["publish"]
    template_name = "cms_pages/admin/publication_log.html"
    page_title = _("Publication log")
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readers, pages, refused = statuses(), waiting_pages(self.request.user), refusals()
        return super().get_context_data(
            log=LogState.current(),
            files=FileVerification.last(),
            live=PublishedItem.objects.live().count(),
            gone=PublishedItem.objects.filter(state=State.GONE).count(),
            waiting=StalePage.objects.values("page_id").distinct().count(),
            readers=Table(self._reader_columns(), readers, caption=_("Readers")) if readers else None,
            pages=Table(self._page_columns(), pages, caption=_("Pages that wait")) if pages else None,
            refused=Table(self._refusal_columns(), refused, caption=_("Set aside")) if refused else None,
            **kwargs,
        )

    def _reader_columns(self) -> list[Column]:
        return [
            Column("label", label=_("Reader")),
            NumberColumn("sequence", label=_("Position")),
            NumberColumn("lag", label=_("Changes to come")),
            NumberColumn("refused", label=_("Set aside")),
            DateColumn("moved_at", label=_("Last moved")),
            NumberColumn("failures", label=_("Failures")),
            DateColumn("failing_since", label=_("Failing since")),
            DateColumn("retry_at", label=_("Next try")),
            Column("last_error", label=_("Last error")),
        ]

    def _page_columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Page"), get_url=_edit_url),
            DateColumn("marked_at", label=_("Changed")),
            NumberColumn("failures", label=_("Failures")),
            DateColumn("retry_at", label=_("Next try")),
            Column("last_error", label=_("Last error")),
        ]

    def _refusal_columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Page"), get_url=_edit_url),
            Column("reader_label", label=_("Reader")),
            DateColumn("since", label=_("Since")),
            BooleanColumn("retry", label=_("Will be tried again")),
            Column("reason", label=_("Reason")),
        ]


class RetryRefusedView(PermissionCheckedMixin, View):
    """The button beside the items that readers have set aside: a POST has all of them tried again."""

    model = Page
    any_permission_required = ["publish"]
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        retry_refused()
        messages.success(request, _("They will be tried again in a moment."))
        return redirect("cms_pages_publication_log")


def _edit_url(page: WaitingPage | Refusal) -> str | None:
    return reverse("wagtailadmin_pages:edit", args=[page.page_id]) if page.title else None
