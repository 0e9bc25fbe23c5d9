"""What can be subscribed to, and whether something that is announced is part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Site

from alerts.models import Announcement, Subscription
from cms_pages.listing import kind_labels, type_labels
from cms_pages.publishing.models import PublishedItem
from cms_pages.selectors import body_names
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


class Wording:
    """Says in the active language what choices are about: “Decisions · Assembly · “water””. Reads once for all of them.

    ``sections`` are the ids of those that may be in the choices.
    """

    def __init__(self, site: Site, language: str, sections: Iterable[int]) -> None:
        self._language = language
        live = PublishedItem.objects.live().on_site(site).filter(page_id__in=set(sections), type="section")
        self._labels = {
            "section": {str(page_id): title for page_id, title in live.values_list("page_id", "title")},
            "type": type_labels(),
            "kind": kind_labels(),
            "body": body_names(site, language),
        }

    def of(self, choice: Mapping[str, str]) -> str:
        parts = []
        for name, labels in self._labels.items():
            if value := choice.get(name):
                gone = _("a section that is no longer there") if name == "section" else value
                parts.append(labels.get(value, gone))
        if value := choice.get("text"):
            parts.append(_("“%(words)s”") % {"words": value})
        if not parts:
            parts.append(_("Everything that is published"))
        if (locale := choice.get("locale")) and locale != self._language:
            parts.append(own_language_name(locale))
        return " · ".join(parts)


def described(subscriptions: Iterable[Subscription], site: Site, language: str) -> list[str]:
    """What each subscription is about, in the active language."""
    subscriptions = list(subscriptions)
    wording = Wording(site, language, (one.section for one in subscriptions))
    names = (*COLUMNS, "locale", "text")
    return [wording.of({name: str(getattr(one, name) or "") for name in names}) for one in subscriptions]
