"""An act that was published once is never deleted: it is withdrawn, with a reason, and its addresses say so."""

from __future__ import annotations

from collections.abc import Mapping
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
        page.unpublish(user=user)
        # Its translations went with it, but for those that were cut off from it.
        for other in type(page).objects.filter(translation_key=page.translation_key, alias_of=None, live=True):
            other.unpublish(user=user)


def expire(page: ActPage, act: Act) -> None:
    """Say of an act whose time on the site is over that it was withdrawn, since when, and why."""
    act.withdrawn_at = page.expire_at or timezone.now()
    for code in Locale.objects.values_list("language_code", flat=True):
        with translation.override(code):
            day = date_format(timezone.localdate(act.withdrawn_at))
            act.withdrawal_reason[code] = _("It was to be published until %(day)s only.") % {"day": day}
    act.save(update_fields=["withdrawn_at", "withdrawal_reason"])


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
    act = page.act
    if act is None:
        return {}
    reason, locale = in_language(act.withdrawal_reason, page.locale.language_code)
    return {
        "title": page.title,
        "number": page.number,
        "identifier": act.identifier,
        "eli": page.permanent_address(),
        "state": page.validity().value,
        "date": page.date.isoformat(),
        "withdrawn_at": act.withdrawn_at.isoformat() if act.withdrawn_at else "",
        "reason": reason,
        "reason_locale": locale,
    }


def withdrawn_response(request: HttpRequest, page: ActPage) -> TemplateResponse:
    """410: it was here, it is not any more, and that is meant so."""
    context = {**last_words(page), "page": page, "self": page, "act": page.act}
    return TemplateResponse(request, "publications/act_withdrawn.html", context, status=410)
