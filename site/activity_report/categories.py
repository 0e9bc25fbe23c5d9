"""The columns of the report, and what counts in each: add a type of publication to a category by a line here.

Source: the table of the yearly reports of the offices of public communication.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms_pages.models.body import BodyKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Counted:
    """Publications of a type, by its name in the publication log; it need not be installed.

    Only those of ``kinds``, and of bodies of one kind (``BodyKind``), where these are given.
    """

    type: str
    kinds: tuple[str, ...] = ()
    body_kind: str = ""

    def items(self, bodies: Mapping[str, tuple[str, ...]]) -> Q:
        """The condition on the log's items. ``bodies`` are the keys of the bodies of each kind."""
        wanted = Q(type=self.type)
        if self.kinds:
            wanted &= Q(kind__in=self.kinds)
        if self.body_kind:
            wanted &= Q(body__in=bodies.get(self.body_kind, ()))
        return wanted


@dataclass(frozen=True)
class Category:
    """A column. ``name`` is its value in addresses and never changes."""

    name: str
    label: _StrPromise
    counted: tuple[Counted, ...]

    def items(self, bodies: Mapping[str, tuple[str, ...]]) -> Q:
        wanted = Q(pk__in=())
        for each in self.counted:
            wanted |= each.items(bodies)
        return wanted


#: What matches two of them counts in the first only.
CATEGORIES = (
    Category(
        "news",
        pgettext_lazy("plural", "News"),
        (Counted("news", ("news", "press_release", "speech", "statement", "interview")),),
    ),
    Category("notices", pgettext_lazy("of the activity report", "Notices"), (Counted("notice", ("notice",)),)),
    Category("shared", pgettext_lazy("of the activity report", "Shared"), (Counted("news", ("shared",)),)),
    Category("reactions", _("Reactions and clarifications"), (Counted("news", ("reaction", "clarification")),)),
    Category("videos", _("Videos"), (Counted("recording", ("video",)),)),
    Category("calls", _("Calls and invitations"), (Counted("notice", ("invitation", "public_call", "vacancy")),)),
    # Of a session there are its minutes.
    Category("sessions", _("Assembly sessions"), (Counted("minutes", body_kind=BodyKind.ASSEMBLY),)),
)


def category(name: str) -> Category | None:
    return next((each for each in CATEGORIES if each.name == name), None)


def body_kinds() -> list[str]:
    """The kinds of bodies that the categories ask for."""
    return sorted({each.body_kind for category in CATEGORIES for each in category.counted if each.body_kind})
