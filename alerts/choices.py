"""What can be subscribed to, and whether something that is announced is part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Site

from alerts.models import Announcement, Subscription
from cms_pages.listing import kind_labels, type_labels
from cms_pages.publishing.models import PublishedItem
from cms_pages.selectors import body_names, live_items
from cms_pages.templatetags.cms_pages_tags import own_language_name

if TYPE_CHECKING:
    from alerts.models import Subscriber

#: the columns of an announced item that a choice is about, by the name of the choice
COLUMNS = {"type": "type", "kind": "kind", "body": "body", "section": "parent_page_id"}


class News(NamedTuple):
    """An announcement, as far as choices go by it."""

    number: int
    pk: int
    site_id: int
    locale: str
    type: str
    kind: str
    body: str
    section: int | None

    def is_in(self, subscription: Subscription, text_matches: set[tuple[int, int]]) -> bool:
        """Whether a subscription is about it; ``text_matches`` are the pairs of subscription and announcement that have
        the words of a saved search.
        """
        return (
            self.number > subscription.since
            and self.locale == subscription.locale
            and subscription.type in {"", self.type}
            and subscription.kind in {"", self.kind}
            and subscription.body in {"", self.body}
            and subscription.section in {0, self.section}
            and (not subscription.text or (subscription.pk, self.pk) in text_matches)
        )


def news_between(after: int, until: int, most: int) -> list[News]:
    """What was announced after a number, up to another one, of what is still published: the last ``most``."""
    live = PublishedItem.objects.live()
    found = Announcement.objects.filter(number__gt=after, number__lte=until, item__in=live).order_by("-number")
    columns = ("site_id", "locale", "type", "kind", "body", "parent_page_id")
    rows = found.values_list("number", "pk", *(f"item__{column}" for column in columns))
    return [News._make(row) for row in rows[:most]][::-1]


def announced_to(subscriber: Subscriber) -> Q:
    """The announcements that a subscriber's subscriptions are about, as a condition on ``Announcement``."""
    condition = Q(pk__in=[])
    for subscription in subscriber.subscriptions.filter(confirmed_at__isnull=False):
        one = Q(number__gt=subscription.since, item__locale=subscription.locale)
        for name, column in COLUMNS.items():
            if value := getattr(subscription, name):
                one &= Q(**{f"item__{column}": value})
        if subscription.text:
            one &= Q(text_matches__subscription=subscription)
        condition |= one
    return condition


def description(choice: Mapping[str, str], site: Site, language: str) -> str:
    """What a choice is about, in the active language: “Decisions · Assembly · “water””."""
    parts = []
    if section := choice.get("section"):
        title = live_items(site, choice.get("locale") or language).filter(page_id=section, type="section").first()
        parts.append(title.title if title else _("a section that is no longer there"))
    if value := choice.get("type"):
        parts.append(type_labels().get(value, value))
    if value := choice.get("kind"):
        parts.append(kind_labels().get(value, value))
    if value := choice.get("body"):
        parts.append(body_names(site, language).get(value, value))
    if value := choice.get("text"):
        parts.append(_("“%(words)s”") % {"words": value})
    if not parts:
        parts.append(_("Everything that is published"))
    if (locale := choice.get("locale")) and locale != language:
        parts.append(own_language_name(locale))
    return " · ".join(parts)


def described(subscription: Subscription, site: Site, language: str) -> str:
    choice = {name: str(getattr(subscription, name) or "") for name in (*COLUMNS, "locale", "text")}
    return description(choice, site, language)
