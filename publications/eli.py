"""The permanent addresses of acts, in the manner of the European Legislation Identifier (ELI).

Source: https://op.europa.eu/en/web/eu-vocabularies/eli
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Site

from cms_pages.publishing.models import GoneReason, PublishedItem, State, TranslationState
from cms_pages.registry import publication_types
from cms_pages.selectors import LogMoment, body_labels
from publications.models import Act, ActPage
from publications.withdrawal import withdrawn_response

REASONS = {
    GoneReason.WITHDRAWN: _("It was withdrawn."),
    GoneReason.UNPUBLISHED: _("It was taken off the site."),
    GoneReason.EXPIRED: _("The time for which it was published is over."),
    GoneReason.RESTRICTED: _("It is not public any more."),
    GoneReason.DELETED: _("It was deleted."),
    GoneReason.MOVED: _("It was moved to another site."),
}


@require_safe
def act(request: HttpRequest, body: str, act_type: str, year: int, number: int) -> HttpResponse:
    """Leads to the act in the reader's language, else in its original one. 410, with the reason, if it is gone."""
    known, versions = _find(request, body, act_type, year, number)
    if not versions:
        return _gone(request, known)
    with suppress(LookupError):
        preferred = get_supported_content_language_variant(get_language() or "")
        if preferred in versions:
            return _lead_to(versions[preferred], request)
    original = (item for item in versions.values() if item.translation == TranslationState.ORIGINAL)
    return _lead_to(next(original, next(iter(versions.values()))), request)


@require_safe
def act_in_language(
    request: HttpRequest, body: str, act_type: str, year: int, number: int, language: str
) -> HttpResponse:
    """Leads to the act in a language (``sr-latn``). 404 where it is not translated to it."""
    known, versions = _find(request, body, act_type, year, number)
    if not versions:
        return _gone(request, known)
    if language not in versions:
        raise Http404
    return _lead_to(versions[language], request)


def _find(
    request: HttpRequest, body: str, act_type: str, year: int, number: int
) -> tuple[Act, dict[str, PublishedItem]]:
    """The act and its live items by language, on whatever site they are now. Raises Http404 for one that never was."""
    site = Site.find_for_request(request)
    # What is longer than a database's integers names nothing.
    if site is None or year > 9999 or number > 10**9:
        raise Http404
    known = Act.objects.filter(site=site, body=body, type=act_type, year=year, number=number).first()
    if known is None:
        raise Http404
    items = PublishedItem.objects.live().unexpired().filter(translation_key=known.translation_key)
    return known, {item.locale: item for item in items.only("locale", "site_id", "translation", "url").order_by("pk")}


def _lead_to(item: PublishedItem, request: HttpRequest) -> HttpResponse:
    site = Site.find_for_request(request)
    is_here = site is not None and site.pk == item.site_id
    # Links within a site work on whatever host it is read.
    return HttpResponseRedirect(urlsplit(item.url).path if is_here else item.url)


def _gone(request: HttpRequest, known: Act) -> HttpResponse:
    pages = {page.locale.language_code: page for page in _pages_of(known) if page.item_withdrawal()}
    page = pages.get(get_language() or "") or next(iter(pages.values()), None)
    if page is not None:
        return withdrawn_response(request, page)
    tombstones = PublishedItem.objects.filter(state=State.GONE, translation_key=known.translation_key)
    reason = tombstones.order_by("-sequence").values_list("reason", flat=True).first()
    sentence = REASONS[GoneReason(reason)] if reason else _("It is not public.")
    context = {
        "label": _type_label(known),
        "body": body_labels(LogMoment.now(), get_language() or "").get(known.body, ""),
        "year": known.year,
        "number": known.number,
        "address": f"{known.site.root_url if known.site else ''}{known.path}",
        "reason": sentence,
    }
    return render(request, "publications/act_gone.html", context, status=410)


def _type_label(known: Act) -> str:
    registered = publication_types.get(known.type)
    return str(registered.label) if registered else known.type


def _pages_of(known: Act) -> QuerySet[ActPage]:
    pages: QuerySet[ActPage] = ActPage.objects.filter(translation_key=known.translation_key, alias_of=None)
    return pages.select_related("locale").order_by("pk")
