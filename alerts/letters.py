"""What letters say, in the subscriber's language.

They are made when they are sent: of what is gone by then nothing is said, nor that what is in force again was revoked.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.models import Site

from alerts.addresses import in_ascii
from alerts.choices import described
from alerts.events import STILL_SO, event_label
from alerts.links import CONFIRM_WITHIN, confirm_link, settings_link, unsubscribe_link
from alerts.models import Announcement, Letter, LetterKind, Subscriber
from cms_pages.publishing.models import PublishedItem
from cms_pages.registry import publication_types
from cms_pages.selectors import LISTED, live_items


class Writer:
    """Writes the letters of a batch: what several of them tell is read and worded once."""

    def __init__(self, letters: Iterable[Letter]) -> None:
        numbers = {number for letter in letters for number in letter.announcements}
        # Expired ones too are left out, although nobody has got to burying them.
        live = PublishedItem.objects.live().unexpired()
        found = Announcement.objects.filter(STILL_SO, number__in=numbers, item__in=live).select_related("item")
        self._announcements = {one.number: one for one in found.only("number", "event", *_ITEM)}
        self._entries: dict[tuple[int, str], str] = {}
        self._names: dict[tuple[int, str], str] = {}

    def message(self, letter: Letter) -> EmailMessage | None:
        """The letter; None where there is nothing (left) to say, or nobody to say it to."""
        subscriber = letter.subscriber
        with override(subscriber.language):
            match letter.kind:
                case LetterKind.CONFIRM:
                    written = self._confirmation(letter)
                case LetterKind.LINK:
                    written = self._link(subscriber)
                case _:
                    written = self._news(letter)
            return self._addressed(letter, *written) if written else None

    def _addressed(self, letter: Letter, subject: str, text: str) -> EmailMessage:
        subscriber = letter.subscriber
        _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
        host = subscriber.site.hostname
        headers = {
            "From": formataddr((self._name_of(subscriber), in_ascii(sender))),
            "Message-ID": message_id(letter),
            # RFC 3834: nobody's absence is to be answered to us.
            "Auto-Submitted": "auto-generated",
        }
        if letter.kind == LetterKind.NEWS:
            # RFC 8058: one address, which takes a POST with this body from the reader's mail program.
            headers |= {
                "List-Id": f"<alerts.{host}>",
                "List-Unsubscribe": f"<{unsubscribe_link(subscriber)}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        envelope = getattr(settings, "ALERTS_BOUNCE_ADDRESS", "") or sender
        return EmailMessage(subject, text, envelope, [subscriber.address], headers=headers)

    def _confirmation(self, letter: Letter) -> tuple[str, str] | None:
        subscriber, subscription = letter.subscriber, letter.subscription
        if subscription is None or subscription.confirmed_at is not None:
            return None
        name = self._name_of(subscriber)
        (what,) = described([subscription], subscriber.site, subscriber.language)
        paragraphs = [
            _("Somebody, probably you, asked %(site)s for alerts to this address:") % {"site": name},
            f"    {what}",
            _("Open this address and confirm it there, within %(days)d days:") % {"days": CONFIRM_WITHIN.days},
            confirm_link(subscription),
            _("If it was not you, do nothing. You will get no alerts, and the address is deleted."),
        ]
        return _("Confirm your alerts: %(site)s") % {"site": name}, "\n\n".join(paragraphs) + "\n"

    def _link(self, subscriber: Subscriber) -> tuple[str, str] | None:
        if subscriber.confirmed_at is None:
            return None
        name = self._name_of(subscriber)
        paragraphs = [
            _("Here you see, change and delete your alerts of %(site)s:") % {"site": name},
            settings_link(subscriber),
            _("If you did not ask for this letter, do nothing."),
        ]
        return _("Your alerts: %(site)s") % {"site": name}, "\n\n".join(paragraphs) + "\n"

    def _news(self, letter: Letter) -> tuple[str, str] | None:
        subscriber = letter.subscriber
        if subscriber.confirmed_at is None or subscriber.suspended_at is not None:
            return None
        told = [self._announcements[number] for number in letter.announcements if number in self._announcements]
        if not told:
            return None
        name = self._name_of(subscriber)
        subject = ngettext("%(count)d new publication", "%(count)d new publications", len(told)) % {"count": len(told)}
        if len(told) == 1:
            subject = told[0].item.title
        entries = [self._entry(one, subscriber.language) for one in told]
        foot = [
            _("You get this letter because you asked %(site)s for it.") % {"site": name},
            _("See, change or delete your alerts:") + f"\n{settings_link(subscriber)}",
            _("No more letters:") + f"\n{unsubscribe_link(subscriber)}",
        ]
        return f"{name}: {subject}", "\n\n".join([*entries, "-- ", *foot]) + "\n"

    def _entry(self, one: Announcement, language: str) -> str:
        key = (one.pk, language)
        if key not in self._entries:
            self._entries[key] = _entry_of(one)
        return self._entries[key]

    def _name_of(self, subscriber: Subscriber) -> str:
        key = (subscriber.site_id, subscriber.language)
        if key not in self._names:
            self._names[key] = site_name(subscriber.site, subscriber.language)
        return self._names[key]


_ITEM = tuple(f"item__{column}" for column in LISTED)


def _entry_of(one: Announcement) -> str:
    item = one.item
    known = publication_types.get(item.type)
    facts = [
        event_label(item.type, one.event),
        str(known.label) if known else "",
        date_format(item.date, "DATE_FORMAT") if item.date else "",
        item.body_name,
        item.identifier,
    ]
    return "\n".join([item.title, " · ".join(filter(None, facts)), item.url])


def site_name(site: Site, language: str) -> str:
    """What a site is called in a language: its home page's title."""
    home = live_items(site, language).filter(type="home").first()
    return home.title if home else site.site_name or site.hostname


def message_id(letter: Letter) -> str:
    """The same however often it is sent: a mail program shows a letter that came twice only once."""
    return f"<{letter.pk}.{_mark(letter.pk)}@{letter.subscriber.site.hostname}>"


def letter_of(identifier: str) -> int | None:
    """The id of the letter that has a Message-ID; None where that is not one of ours."""
    number, _dot, mark = identifier.strip().strip("<>").partition("@")[0].partition(".")
    if not number.isascii() or not number.isdigit() or mark != _mark(int(number)):
        return None
    return int(number)


def _mark(pk: int) -> str:
    return salted_hmac("alerts.letters", str(pk), algorithm="sha256").hexdigest()[:20]
