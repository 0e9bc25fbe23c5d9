"""Signed addresses in letters: who has one may do what it is for, and nobody can make one up."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from alerts.models import Subscriber, Subscription

#: how long a subscription can be confirmed; what was not by then is deleted
CONFIRM_WITHIN = timedelta(days=3)
#: how long the link to one's settings works
SETTINGS_FOR = timedelta(days=90)
_CONFIRM, _SETTINGS, _UNSUBSCRIBE = "alerts.confirm", "alerts.settings", "alerts.unsubscribe"


class LinkExpiredError(Exception):
    """The link was good once."""


class LinkBrokenError(Exception):
    """We have never made this link: a mail program cut it, or somebody made it up."""


def confirm_link(subscription: Subscription) -> str:
    subscriber = subscription.subscriber
    token = signing.TimestampSigner(salt=_CONFIRM).sign(f"{subscriber.key.hex}-{subscription.pk}")
    return _address(subscriber, "alerts_confirm", token)


def settings_link(subscriber: Subscriber) -> str:
    token = signing.TimestampSigner(salt=_SETTINGS).sign(subscriber.key.hex)
    return _address(subscriber, "alerts_settings", token)


def unsubscribe_link(subscriber: Subscriber) -> str:
    """Never expires: a letter may be read years later."""
    return _address(subscriber, "alerts_unsubscribe", signing.Signer(salt=_UNSUBSCRIBE).sign(subscriber.key.hex))


def feed_link(subscriber: Subscriber) -> str:
    return _address(subscriber, "alerts_feed", subscriber.feed_key)


def _address(subscriber: Subscriber, name: str, argument: object) -> str:
    with override(subscriber.language):
        return f"{subscriber.site.root_url}{reverse(name, args=[argument])}"


def confirmed_by(token: str) -> Subscription | None:
    """The subscription that a link confirms; None where there is none (any more).

    Raises LinkExpiredError where it is too old.
    """
    value = _unsigned(signing.TimestampSigner(salt=_CONFIRM), token, CONFIRM_WITHIN)
    key, _, pk = value.partition("-")
    if not pk:
        return None
    found = Subscription.objects.filter(pk=pk, subscriber__key=UUID(hex=key))
    return found.select_related("subscriber__site").first()


def settings_of(token: str) -> Subscriber | None:
    """Whose settings a link shows. Raises LinkExpiredError where it is too old."""
    return _subscriber(_unsigned(signing.TimestampSigner(salt=_SETTINGS), token, SETTINGS_FOR))


def unsubscribed_by(token: str) -> Subscriber | None:
    """Whom a link unsubscribes; None where that has happened. Raises LinkBrokenError."""
    key = _unsigned(signing.Signer(salt=_UNSUBSCRIBE), token)
    if not key:
        raise LinkBrokenError
    return _subscriber(key)


def _subscriber(key: str) -> Subscriber | None:
    return Subscriber.objects.filter(key=UUID(hex=key)).select_related("site").first() if key else None


def _unsigned(signer: signing.Signer, token: str, max_age: timedelta | None = None) -> str:
    """What was signed; empty where it was not by us."""
    try:
        if isinstance(signer, signing.TimestampSigner):
            return signer.unsign(token, max_age=max_age)
        return signer.unsign(token)
    except signing.SignatureExpired:
        raise LinkExpiredError from None
    except signing.BadSignature:
        return ""
