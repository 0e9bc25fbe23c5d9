"""RSS: what was published last, per language, of all types or one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms_pages.listing import kind_labels, type_labels
from cms_pages.selectors import live_items, publication_type_names
from cms_pages.text import language_tag
from municipality.selectors import frame

ALL = "all"
LENGTH = 30


@require_safe
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """The last publications of a site in the active language: those of one type, or of all.

    Ordered by when they were published and not by their date, so that a late one does not go unnoticed.
    """
    types = publication_type_names()
    site = Site.find_for_request(request)
    if site is None or name not in {ALL, *types}:
        raise Http404
    language = get_language() or ""
    around = frame(request)
    title = _("What is new") if name == ALL else type_labels()[name]
    rss = Rss201rev2Feed(
        title=f"{around.name}: {title}",
        link=request.build_absolute_uri(around.home_url or "/"),
        description=_("The last publications, newest first."),
        language=language_tag(language),
        feed_url=request.build_absolute_uri(reverse("feed", args=[name])),
    )
    kinds = kind_labels()
    items = live_items(site, language).filter(type__in=types if name == ALL else [name])
    for item in items.order_by("-published_at", "-id")[:LENGTH]:
        rss.add_item(
            title=item.title,
            link=item.url,
            description=item.summary,
            unique_id=item.item_id,
            unique_id_is_permalink=False,
            pubdate=item.published_at,
            categories=[kinds[item.kind]] if item.kind in kinds else (),
        )
    return HttpResponse(rss.writeString("utf-8"), content_type=rss.content_type)
