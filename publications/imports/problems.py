"""What an import says of what it did, and of what it did not take over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


OUTCOME_LABELS = {
    Outcome.CREATED: _("new"),
    Outcome.UPDATED: _("changed"),
    Outcome.UNCHANGED: _("as it is here already"),
    Outcome.REFUSED: _("not taken over"),
}


@dataclass(frozen=True)
class Problem:
    """Something that was not taken over, and what to do. ``column`` is empty where it is the whole row."""

    message: str
    column: str = ""


@dataclass
class Result:
    """What became of one row, or what would. ``place`` is its line, ``name`` is what people know it by.

    A row that was taken over can have problems too: what of it was left out.
    """

    place: str
    name: str
    outcome: Outcome
    problems: list[Problem] = field(default_factory=list)


def problems_of(error: ValidationError, columns: dict[str, str] | None = None) -> list[Problem]:
    """The problems that a model's validation found. ``columns`` are those of its fields, by name."""
    if not hasattr(error, "error_dict"):
        return [Problem(message) for message in error.messages]
    named = columns or {}
    return [
        Problem(message, named.get(name, "" if name == "__all__" else name))
        for name, errors in error.error_dict.items()
        for message in _messages(errors)
    ]


def _messages(errors: Iterable[ValidationError]) -> list[str]:
    return [message for error in errors for message in error.messages]
