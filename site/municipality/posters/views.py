"""Posters of published notices for everybody, and of drafts for their editors."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms_pages.api.kept import KeptBodies
from cms_pages.conditional import answer_by_etag
from cms_pages.files.serving import NOT_PUBLIC, PUBLIC
from cms_pages.selectors import item_at
from municipality.paper import letterhead_of
from municipality.posters.drawing import poster
from municipality.posters.facts import digest_of, facts_of_draft, facts_of_item
from publications.models import NoticePage

_posters = KeptBodies()


@require_safe
def published_poster(request: HttpRequest, item_id: str) -> HttpResponseBase:
    """The poster of a notice by its id in the API, which never changes. Only of what is published on this site."""
    site = Site.find_for_request(request)
    item = item_at(site, "notice", item_id)
    facts, letterhead = facts_of_item(item), letterhead_of(site, item.locale, request)
    digest = digest_of(facts, letterhead)
    etag = quote_etag(digest)
    response = answer_by_etag(request, etag)
    if response is None:
        # Drawing takes a fifth of a second.
        response = _pdf(_posters.get(digest, lambda: poster(facts, letterhead)), facts.title)
    response["ETag"], response["Cache-Control"] = etag, PUBLIC
    return response


@require_safe
def draft_poster(request: HttpRequest, page_id: int) -> HttpResponse:
    """The poster as the page's editors have it now, with a mark that it is a draft."""
    page = get_object_or_404(NoticePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    site = page.get_site()
    if site is None:
        raise Http404
    facts = facts_of_draft(draft)
    response = _pdf(poster(facts, letterhead_of(site, facts.locale, request)), facts.title)
    response["Cache-Control"] = NOT_PUBLIC
    return response


def _pdf(content: bytes, title: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = "inline; filename=poster.pdf"
    response["X-Content-Type-Options"] = "nosniff"
    return response
