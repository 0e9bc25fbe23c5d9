"""RSS: what a subscriber's choices are about. Who has the address may read it; it names nobody."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alerts.choices import announced_to
from alerts.events import STILL_SO, event_label
from alerts.letters import site_name
from alerts.links import feed_link
from alerts.models import Announcement, Subscriber
from cms_pages.listing import kind_labels
from cms_pages.publishing.models import PublishedItem
from cms_pages.text import language_tag

LENGTH = 30


@never_cache
@require_safe
def personal_feed(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was announced last to a subscriber and is still published."""
    known = Subscriber.objects.filter(confirmed_at__isnull=False).select_related("site")
    subscriber = get_object_or_404(known, feed_key=key)
    site, language = subscriber.site, subscriber.language
    live = PublishedItem.objects.live().on_site(site)
    told = Announcement.objects.filter(announced_to(subscriber), STILL_SO, item__in=live).distinct()
    with override(language):
        rss = Rss201rev2Feed(
            title=_("Your alerts: %(site)s") % {"site": site_name(site, language)},
            link=site.root_url,
            description=_("What you chose, newest first."),
            language=language_tag(language),
            feed_url=feed_link(subscriber),
        )
        kinds = kind_labels()
        for one in told.select_related("item").order_by("-number")[:LENGTH]:
            item, event = one.item, event_label(one.item.type, one.event)
            rss.add_item(
                title=f"{event}: {item.title}" if event else item.title,
                link=item.url,
                description=item.summary,
                unique_id=f"{item.item_id} {one.event}".strip(),
                unique_id_is_permalink=False,
                pubdate=one.announced_at,
                categories=[kinds[item.kind]] if item.kind in kinds else (),
            )
        return HttpResponse(rss.writeString("utf-8"), content_type=rss.content_type)
