"""The report in the admin: seen before it is published, published and withdrawn there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Site

from activity_report.counting import years
from activity_report.formats import DOWNLOADS, written
from activity_report.formats.document import document
from activity_report.listing import figure_list
from activity_report.publishing import is_published, permission_policy, publish, published_years, withdraw
from activity_report.shown import shown
from activity_report.views import file_response
from cms_pages.files.serving import NOT_PUBLIC
from cms_pages.templatetags.cms_pages_tags import own_language_name

#: Who may publish a report may see it too.
SEE, PUBLISH = ("view", "publish"), ("publish",)


def may_see(user: Any) -> bool:
    """Whether somebody may see the report of some site."""
    return bool(permission_policy.user_has_any_permission(user, SEE))


def _sites(user: Any) -> list[Site]:
    sites = permission_policy.sites_user_has_any_permission_for(user, SEE)
    return list(sites.select_related("root_page").order_by("-is_default_site", "pk"))


def _may_publish(user: Any, site: Site) -> bool:
    return bool(permission_policy.user_has_any_permission_for_instance(user, PUBLISH, site))


def _language() -> str:
    """The content's language that is nearest to that of the admin."""
    return str(get_supported_content_language_variant(get_language() or ""))


class ReportMixin(WagtailAdminTemplateMixin):
    """Of a site that the user may see, by the parameter ``site``, and a year, by ``year``."""

    page_title = gettext_lazy("Activity report")
    header_icon = "table"
    site: Site
    sites: list[Site]
    year: int

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.sites = _sites(request.user)
        if not self.sites:
            raise PermissionDenied
        wanted = request.GET.get("site", str(self.sites[0].pk))
        found = next((site for site in self.sites if str(site.pk) == wanted), None)
        if found is None:
            raise PermissionDenied
        year = request.GET.get("year", str(timezone.localdate().year))
        if not (year.isdecimal() and year.isascii() and len(year) == 4 and year[0] != "0"):
            raise Http404
        self.site, self.year = found, int(year)
        return super().dispatch(request, *args, **kwargs)

    def address(self, name: str, *args: Any) -> str:
        return f"{reverse(name, args=args)}?site={self.site.pk}&year={self.year}"


class ReportView(ReportMixin, TemplateView):
    template_name = "activity_report/admin/report.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = {*years(self.site), *published_years(self.site), self.year, timezone.localdate().year}
        return super().get_context_data(
            report=shown(self.site, self.year, self.address("activity_report_list")),
            site=self.site,
            sites=self.sites,
            year=self.year,
            years=sorted(offered, reverse=True),
            is_published=is_published(self.site, self.year),
            may_publish=_may_publish(self.request.user, self.site),
            public_url=self.site.root_url + reverse("activity-report", args=[self.year]),
            publish_url=self.address("activity_report_publish"),
            withdraw_url=self.address("activity_report_withdraw"),
            downloads=[
                (
                    own_language_name(code),
                    [
                        (each.label, f"{self.address('activity_report_file', end)}&language={code}")
                        for end, each in DOWNLOADS.items()
                    ],
                )
                for code in get_content_languages()
            ],
            **kwargs,
        )


class PublicationsView(ReportMixin, TemplateView):
    """The publications that a figure counts."""

    template_name = "activity_report/admin/publications.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": self.address("activity_report"), "label": self.page_title}
        return [*self.breadcrumbs_items, report, {"url": "", "label": _("Publications")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET
        found = figure_list(self.site, self.year, _language(), query, query.get("p", ""))
        return super().get_context_data(
            found=found, year=self.year, report_url=self.address("activity_report"), **kwargs
        )


class DownloadView(ReportMixin, View):
    def get(self, request: HttpRequest, extension: str) -> HttpResponse:
        language = request.GET.get("language", _language())
        if language not in get_content_languages() or extension not in DOWNLOADS:
            raise Http404
        content = written(document(self.site, self.year, language, request=request), extension)
        response = file_response(content, language, self.year, extension)
        response["Cache-Control"] = NOT_PUBLIC
        return response


class PublishView(ReportMixin, View):
    """Puts a report on the site, or takes it off where ``shows`` is False."""

    http_method_names = ["post"]
    shows = True

    def post(self, request: HttpRequest) -> HttpResponse:
        if not _may_publish(request.user, self.site):
            raise PermissionDenied
        if self.shows:
            publish(self.site, self.year, request.user)
            sentence = _("The report of %(year)d is on the site.")
        else:
            withdraw(self.site, self.year, request.user)
            sentence = _("The report of %(year)d is not on the site any more.")
        messages.success(request, sentence % {"year": self.year})
        return redirect(self.address("activity_report"))
