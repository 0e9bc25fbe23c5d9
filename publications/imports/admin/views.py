"""The import of acts in the admin: upload, look at what would happen, confirm."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from publications.imports.admin.forms import UploadForm, may_import, may_publish
from publications.imports.background import results_of
from publications.imports.problems import OUTCOME_LABELS, Outcome
from publications.imports.report import write_report
from publications.models.act_import import ActImport, ImportState

ROWS_PER_PAGE = 50
NOTHING = _("There is nothing to write: every row is here already, or cannot be taken over.")
DONE = _(
    "Done. What was not taken over is in the list below, with the reason. Correct it in the table and import the table "
    "again: what is here already stays as it is."
)


@dataclass(frozen=True)
class Notice:
    """What an import waits for, or how it ended. ``status`` is one that Wagtail's help block has."""

    status: Literal["critical", "warning", "info"]
    icon: str
    text: str


def notice_of(chosen: ActImport, to_write: int) -> Notice:
    if chosen.error:
        return Notice("critical", "warning", chosen.error)
    if chosen.state == ImportState.DONE:
        return Notice("info", "success", str(DONE))
    if not to_write:
        return Notice("warning", "warning", str(NOTHING))
    text = ngettext(
        "%(number)s row would be written. Look at what would become of it, then confirm.",
        "%(number)s rows would be written. Look at what would become of each, then confirm.",
        to_write,
    )
    return Notice("info", "help", text % {"number": to_write})


class ImportsMixin(UserPassesTestMixin):
    """For who may write acts somewhere. Each sees their own imports, and an administrator all."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def test_func(self) -> bool:
        return may_import(self.request.user)

    def imports(self) -> QuerySet[ActImport]:
        user: Any = self.request.user
        found = ActImport.objects.select_related("section", "collection", "user")
        return found if user.is_superuser else found.filter(user=user)

    def chosen(self) -> ActImport:
        chosen: ActImport = get_object_or_404(self.imports(), pk=self.kwargs["pk"])
        return chosen

    def may_write(self, chosen: ActImport) -> bool:
        """Rights may have changed since the upload."""
        permissions = chosen.section.specific.permissions_for_user(self.request.user)
        return bool(permissions.can_add_subpage()) and (
            not chosen.publish or may_publish(self.request.user, chosen.section.specific)
        )


class ImportsView(ImportsMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "publications/admin/imports.html"
    page_title = _("Import acts")
    header_icon = "upload"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or UploadForm(user=self.request.user)
        recent = self.imports()[:20]
        context: dict[str, Any] = super().get_context_data(form=form, imports=recent, media=form.media, **kwargs)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        form = UploadForm(request.POST, request.FILES, user=user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        data = form.cleaned_data
        made = ActImport.objects.create(
            user=user,
            name=data["table"].name[:255],
            table=data["table"],
            archive=data["archive"],
            section=data["section"],
            collection=data["collection"],
            publish=data["publish"],
            language=get_language(),
        )
        if columns := ", ".join(form.left_out):
            text = _("These columns are not known, and are left out: %(columns)s.")
            messages.warning(request, text % {"columns": columns})
        return redirect("publications_import", made.pk)


class ImportView(ImportsMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "publications/admin/import.html"
    header_icon = "upload"
    _show_breadcrumbs = True

    def get_page_title(self) -> str:
        return str(self.chosen())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        imports = {"url": reverse("publications_imports"), "label": _("Import acts")}
        return [*self.breadcrumbs_items, imports, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen()
        counts = dict(chosen.rows.values_list("outcome").annotate(count=Count("pk")).order_by())
        rows = chosen.rows.all()
        with_problems = rows.exclude(problems=[])
        only_problems = self.request.GET.get("show") == "problems"
        pages = Paginator(with_problems if only_problems else rows, ROWS_PER_PAGE)
        to_write = sum(counts.get(outcome, 0) for outcome in (Outcome.CREATED, Outcome.UPDATED))
        context: dict[str, Any] = super().get_context_data(
            import_=chosen,
            notice=notice_of(chosen, to_write),
            counts=[(OUTCOME_LABELS[outcome], counts.get(outcome, 0)) for outcome in Outcome],
            done=sum(counts.values()),
            to_write=to_write,
            problems=with_problems.count(),
            only_problems=only_problems,
            rows=pages.get_page(self.request.GET.get("p")),
            **kwargs,
        )
        return context


class ProgressView(ImportsMixin, View):
    """How far it is, for the page that waits: the state, and how many rows of how many."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        chosen = self.chosen()
        return JsonResponse({"state": chosen.state, "done": chosen.rows.count(), "total": chosen.total})


class ConfirmView(ImportsMixin, View):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        chosen = self.chosen()
        if not self.may_write(chosen):
            messages.error(request, _("You may not write, or not publish, in this section any more."))
            return redirect("publications_import", pk)
        with transaction.atomic():
            # Pressed twice, it begins once.
            if (
                self.imports()
                .filter(pk=pk, state=ImportState.CHECKED)
                .update(state=ImportState.WRITING, language=get_language())
            ):
                chosen.rows.all().delete()
        return redirect("publications_import", pk)


class DiscardView(ImportsMixin, View):
    """Forgets an import; what it has written already stays."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        chosen = self.chosen()
        chosen.remove_files()
        chosen.delete()
        messages.success(request, _("“%(name)s” is gone from this list. What it has written stays.") % {"name": chosen})
        return redirect("publications_imports")


class ReportView(ImportsMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        text = io.StringIO(newline="")
        write_report(results_of(self.chosen()), text)
        return _csv(text.getvalue(), f"import-{pk}.csv")


class ExampleView(ImportsMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return _csv(files("publications.imports").joinpath("example.csv").read_text(), "acts.csv")


def _csv(text: str, name: str) -> HttpResponse:
    # With a mark at its beginning, without which Excel takes it for Windows-1250.
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
