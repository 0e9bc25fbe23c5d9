"""The invented tenders: their rows in each language, and releases as publishing one page after another makes them."""

from __future__ import annotations

import copy
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from wagtail.models import Locale

from demo.loading.tenders import child_texts
from demo.procurement import Tender
from publications.models import TenderPage
from publications.tenders.ocds.releases import publish_releases
from publications.tenders.ocds.words import Words

#: the rows of a tender's page, of which only the documents are not the demo's
ROWS = ("lots", "steps", "awards", "documents")
_DAYS = ("date", "enquiry_deadline", "deadline", "standstill_until", "starts_on", "ends_on")


def first_day(like: Tender, last: datetime.date) -> datetime.date:
    """The day on which a tender like this one begins, whose last step is on ``last``: none is ever of a day to come."""
    return last - (like.steps[-1].date - like.steps[0].date)


def tender_rows(
    like: Tender, facts: dict[str, Any], days: datetime.timedelta, key: uuid.UUID, locale: Locale
) -> dict[str, list[Any]]:
    """The rows of a page in a language, so many days later than those of the demo's tender, which are in ``facts``."""
    texts = child_texts(like, locale.language_code)
    rows = {name: [copy.copy(row) for row in facts.get(name, [])] for name in ROWS}
    for name, field in (("lots", "title"), ("steps", "text")):
        translated = {row.number: getattr(row, field) for row in texts[name]}
        for row in rows[name]:
            setattr(row, field, translated.get(row.number, getattr(row, field)))
    for name, each in rows.items():
        for order, row in enumerate(each):
            row.locale, row.sort_order = locale, order
            row.translation_key = uuid.uuid5(key, f"{name} {order}")
    for step in rows["steps"]:
        for name in _DAYS:
            if (day := getattr(step, name)) is not None:
                setattr(step, name, later(day, days))
    return rows


def later(day: Any, days: datetime.timedelta) -> Any:
    """A day or moment so many days later, at the same time of the clock here; moments as a database returns them."""
    moved = day + days
    return moved.astimezone(datetime.UTC) if isinstance(moved, datetime.datetime) else moved


def publish_tenders(groups: Sequence[Sequence[Any]]) -> None:
    """Write the releases of those that are tenders, in the order in which editors publish: the original, with all its
    steps, then one translation after the other. A group is the pages of one publication, the original first.
    """
    for original, *translations in groups:
        if isinstance(original, TenderPage):
            for count in range(len(translations) + 1):
                publish_releases(original, Words.between(original, translations[:count]))
