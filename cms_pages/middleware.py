"""What every address of the admin has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.chooser import page_models_from_string
from wagtail.models import Page

from cms_pages.admin.neighbours import has_neighbours, others_pages, pages_to_choose

#: what pages are called in addresses; and ``pk`` among Wagtail's own
PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk")
CHOOSE = "wagtailadmin_choose_page"


class OwnPagesMiddleware:
    """A page that an address of the admin names is one of which its person may see drafts, or one to be chosen.

    Most of Wagtail's views ask only for the right to do something with it, and tell its title before that; those of a
    workflow show all of its draft.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        if not request.user.is_authenticated or not has_neighbours(request.user):
            return None
        name = match.url_name or ""
        if name == CHOOSE:
            return _begin_with_own(request)
        ids = [kwargs[key] for key in PAGES if key in kwargs]
        if "wagtailadmin_pages" in match.namespaces and "pk" in kwargs:
            ids.append(kwargs["pk"])
        if name == f"{CHOOSE}_chosen_multiple":
            ids += [pk for pk in request.GET.getlist("id") if pk.isdecimal()]
        if not ids:
            return None
        hidden = others_pages(request.user).filter(pk__in=ids)
        if name.startswith(CHOOSE):
            hidden = hidden.exclude(pk__in=pages_to_choose(Page.objects.all(), request).values("pk"))
        if not hidden.exists():
            return None
        denied: HttpResponse = permission_denied(request)
        return denied


def _begin_with_own(request: HttpRequest) -> HttpResponse | None:
    """Wagtail's chooser of one type begins where all pages of that type are, be they somebody else's drafts."""
    try:
        types = page_models_from_string(request.GET.get("page_type") or "wagtailcore.page")
    except (LookupError, ValueError):
        return None
    if types == (Page,):
        return None
    to_choose: Any = pages_to_choose(Page.objects.type(*types), request)
    first = to_choose.first_common_ancestor()
    return redirect(f"{reverse(f'{CHOOSE}_child', args=[first.pk])}?{request.GET.urlencode()}")
