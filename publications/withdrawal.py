"""An act that was published once is never deleted: it is withdrawn, with a reason, and its addresses say so."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from publications.history import in_language, is_original

if TYPE_CHECKING:
    from publications.models import Act, ActPage


def withdraw(page: ActPage, reason: Mapping[str, str], user: Any = None) -> None:
    """Take an act off the site in all its languages. ``reason`` is by language, in one at least."""
    act = page.act
    if act is None:
        raise ValueError("It was never saved.")
    with transaction.atomic():
        act.withdrawn_at, act.withdrawal_reason = timezone.now(), dict(reason)
        act.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        if (state := page.current_workflow_state) is not None:
            # Who approves a correction would bring it back.
            state.cancel(user=user)
        page.unpublish(user=user)
        # Its translations went with it, but for those that were cut off from it.
        for other in type(page).objects.filter(translation_key=page.translation_key, alias_of=None, live=True):
            other.unpublish(user=user)


def expire(page: ActPage, act: Act) -> None:
    """Write down of an act whose time on the site is over that it was withdrawn, since when, and why."""
    over = _over_at(page.expire_at or timezone.now())
    act.withdrawn_at, act.withdrawal_reason = over.at, dict(over.reason)
    act.save(update_fields=["withdrawn_at", "withdrawal_reason"])


@dataclass(frozen=True)
class Withdrawal:
    """Since when an act is off the site, and why, by language."""

    at: datetime.datetime
    reason: Mapping[str, str]


def withdrawal_of(page: ActPage) -> Withdrawal | None:
    """Of an act that is off the site. None where its page is on it, was never, or was unpublished without a reason.

    An act is off the site when its time is over, whether or not a worker has come to write that down.
    """
    if (page.live and not page.is_over()) or page.alias_of_id is not None or page.first_published_at is None:
        return None
    if page.act is None:
        return None
    if page.act.withdrawn_at is not None:
        return Withdrawal(page.act.withdrawn_at, page.act.withdrawal_reason)
    pages = type(page).objects.filter(translation_key=page.translation_key, alias_of=None)
    original = page if page.live and is_original(page) else pages.order_by("pk").first()
    if original is None or not original.live or original.expire_at is None or not original.is_over():
        return None
    return _over_at(original.expire_at)


def _over_at(end: datetime.datetime) -> Withdrawal:
    reason = {}
    for code in Locale.objects.values_list("language_code", flat=True):
        with translation.override(code):
            day = date_format(timezone.localdate(end))
            reason[code] = _("It was to be published until %(day)s only.") % {"day": day}
    return Withdrawal(end, reason)


def published_acts(pages: Any) -> Any:
    """Of a queryset of pages, those of acts that were published once, as they were themselves."""
    from publications.models import Act

    keys = Act.objects.filter(number__isnull=False).values("translation_key")
    return pages.filter(translation_key__in=keys, alias_of=None, first_published_at__isnull=False)


def withdraws(page: Page) -> bool:
    """Whether unpublishing a page withdraws an act: not where it is only a translation."""
    from publications.models import ActPage

    return issubclass(page.specific_class, ActPage) and is_original(page)


def last_words(page: ActPage) -> dict[str, Any]:
    """What stays public of a withdrawn act: the shape of ``cms_pages.api.schemas.Withdrawal``."""
    act, withdrawal = page.act, page.withdrawal
    if act is None or withdrawal is None:
        return {}
    reason, locale = in_language(withdrawal.reason, page.locale.language_code)
    return {
        "title": page.title,
        "number": page.number,
        "identifier": act.identifier,
        "eli": page.permanent_address(),
        "state": page.validity().value,
        "date": page.date.isoformat(),
        "withdrawn_at": withdrawal.at.isoformat(),
        "reason": reason,
        "reason_locale": locale,
    }


def withdrawn_response(request: HttpRequest, page: ActPage) -> TemplateResponse:
    """410: it was here, it is not any more, and that is meant so."""
    context = {**last_words(page), "page": page, "self": page, "withdrawal": page.withdrawal}
    return TemplateResponse(request, "publications/act_withdrawn.html", context, status=410)
