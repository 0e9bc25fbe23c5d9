"""What must hold before something is published, however it was made: typed into the form, imported, or copied."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from publications.selectors import title_of_act

if TYPE_CHECKING:
    from cms_pages.models import Body
    from publications.models import ActPage

#: kinds of notices that people apply to
NEED_A_DEADLINE = frozenset({"public_call", "vacancy"})
#: nothing of an office that could be published here is older; an address with a wrong year would stay for good
FIRST_YEAR = 1900
#: what is dated further ahead than this has a wrong year; a draft for a meeting to come may be dated ahead
FURTHEST_AHEAD = datetime.timedelta(days=366)
#: what begins later has a wrong year
FURTHEST_BEGINNING = datetime.timedelta(days=3 * 366)
#: leases and concessions last for decades; what ends later has a wrong year
FURTHEST_END = datetime.timedelta(days=100 * 366)

#: as word processors write hyphens and strokes
_TYPED = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | dict.fromkeys("\u2044\u2215", "/"))

WHY = _("A published file is replaced or removed. Write why: citizens read it beside the earlier file, which stays.")


def check_all(**checks: Callable[[], None]) -> None:
    """Raise one ValidationError with what each field's check has raised."""
    errors = {}
    for field, check in checks.items():
        try:
            check()
        except ValidationError as error:
            errors[field] = error
    if errors:
        raise ValidationError(errors)


def as_typed(text: str) -> str:
    """A number or a name without what cannot be seen: double spaces, line ends, characters of no width in copied text.

    Its dashes and strokes are those of a keyboard: else what a word processor made of them would be another number.
    """
    seen = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(seen.translate(_TYPED).split())


def check_number(number: str, date: datetime.date, body: Body, *, near: Page, besides: ActPage) -> None:
    """Raise ValidationError where another act of the same type, body, year and site has the number, drafts included.

    It is certain only after ``wait_for_others`` and until the transaction ends (docs/decisions/0059).
    """
    title = title_of_act(number, date.year, body, near=near, besides=besides)
    if title is not None:
        raise ValidationError(
            besides.number_taken,
            code="number_taken",
            params={"body": body, "number": number, "year": date.year, "title": title},
        )


def wait_for_others(body: Body) -> None:
    """Let those who give numbers of a body in the same moment come one after the other, each with its transaction.

    On SQLite a transaction that writes waits for the others from its beginning (``transaction_mode``, W007).
    """
    list(body.get_translations(inclusive=True).select_for_update(no_key=True).order_by("pk").values_list("pk")[:1])


def check_body(body: Body | None, date: datetime.date | None) -> None:
    """Raise ValidationError where the body had ended before the date."""
    if body is None or date is None or body.ended_on is None or date <= body.ended_on:
        return
    if body.successor is not None:
        raise ValidationError(
            _("On this date “%(body)s” was no more. Choose “%(successor)s”, which took over its work."),
            code="body_ended",
            params={"body": body, "successor": body.successor},
        )
    raise ValidationError(
        _("On this date “%(body)s” was no more. Choose another body."), code="body_ended", params={"body": body}
    )


def check_year(date: datetime.date, first: int = FIRST_YEAR) -> None:
    """Raise ValidationError where a digit of the year is missing or wrong, as in 0024."""
    if date.year < first:
        raise ValidationError(
            _("This is before the year %(year)s. Check the year."), code="long_ago", params={"year": first}
        )


def check_date(date: datetime.date | None) -> None:
    """Raise ValidationError where the year cannot be right."""
    if date is not None:
        check_year(date)
    if date is not None and date > timezone.localdate() + FURTHEST_AHEAD:
        raise ValidationError(_("This date is more than a year ahead. Check the year."), code="far_ahead")


def check_beginning(date: datetime.date | None, first: int = FIRST_YEAR) -> None:
    """Raise ValidationError where something would begin in a year that cannot be right."""
    if date is not None:
        check_year(date, first)
    if date is not None and date > timezone.localdate() + FURTHEST_BEGINNING:
        raise ValidationError(_("This is more than three years ahead. Check the year."), code="far_ahead")


def check_end(date: datetime.date | None) -> None:
    """Raise ValidationError where something would end in a year that cannot be right."""
    if date is not None:
        check_year(date)
    if date is not None and date > timezone.localdate() + FURTHEST_END:
        raise ValidationError(_("This is more than a hundred years ahead. Check the year."), code="far_ahead")


def check_deadline(kind: str, deadline: datetime.datetime | None, starts: datetime.datetime | None) -> None:
    """Raise ValidationError where a notice that is about to be published first could not be answered in time."""
    if deadline is None:
        if kind in NEED_A_DEADLINE:
            raise ValidationError(_("Say until when people can apply: day and time."), code="required")
    elif deadline <= timezone.now():
        raise ValidationError(_("This deadline has passed. Give people time to apply."), code="passed")
    elif starts is not None and deadline <= starts:
        raise ValidationError(_("The deadline is before the notice will be published."), code="passed")


def check_entry_into_force(taken: datetime.date | None, begins: datetime.date | None) -> None:
    """Raise ValidationError where an act would be in force before it was taken, or in a year that cannot be right."""
    if taken is not None and begins is not None and begins < taken:
        raise ValidationError(_("An act cannot be in force before the day it was taken."), code="begins_too_early")
    check_beginning(begins)


def check_end_of_validity(begins: datetime.date | None, ends: datetime.date | None) -> None:
    """Raise ValidationError where an act would end before it is in force, or in a year that cannot be right."""
    if begins is not None and ends is not None and ends < begins:
        raise ValidationError(_("This is before the first day on which the act is in force."), code="ends_too_early")
    check_end(ends)
