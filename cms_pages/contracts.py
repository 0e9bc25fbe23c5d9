"""What a package agrees to when it publishes through the log, or reads from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    import datetime

    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise
    from wagtail.documents.models import AbstractDocument

    from cms_pages.api.schemas import Item
    from cms_pages.models.publishable import PublishablePage
    from cms_pages.publishing.models import PublishedItem


@dataclass(frozen=True)
class PublicationType:
    """A kind of page that leaves the building through the publication log.

    ``name`` is the value of an item's ``type`` in the API, the index and URLs (``decision``). ``schema`` describes the
    item in the API: its fields beside those of ``Item`` are what ``model.item_fields()`` returns. ``kinds`` are the
    values of an item's ``kind`` with their labels, ``states`` those of its ``state``, ``licences`` those of what others
    may do with it; empty where the type has none.
    ``structured_data`` says an item's
    payload in schema.org's terms: at least ``@type``, and what the terms that every item has do not say.
    ``announced_states`` are those that are news when an item comes into them. ``steps`` says, where items go on in
    steps, from a payload the kind (of ``step_kinds``) and the number of each so far: each is news. A number stays with
    its step.
    ``is_structure``: its pages give the site its shape, and are not what lists, feeds and "what is new" are about.
    """

    name: str
    model: type[PublishablePage]
    schema: type[Item]
    label: _StrPromise | str
    label_plural: _StrPromise | str
    kinds: tuple[tuple[str, _StrPromise | str], ...] = ()
    states: tuple[tuple[str, _StrPromise | str], ...] = ()
    announced_states: tuple[str, ...] = ()
    licences: tuple[tuple[str, _StrPromise | str], ...] = ()
    steps: Callable[[dict[str, Any]], Iterable[tuple[str, int]]] | None = None
    step_kinds: tuple[tuple[str, _StrPromise | str], ...] = ()
    structured_data: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    is_structure: bool = False


class Publishable(Protocol):
    """What the projector asks of a page. ``PublishablePage`` has a default for each."""

    @classmethod
    def read_for_items(cls, pages: Sequence[Self]) -> None:
        """Read for many pages of this type at once what their items say, so that they ask for nothing one by one."""

    def item_kind(self) -> str:
        """Which kind of its type it is, or an empty string."""

    def item_state(self) -> str:
        """What time or other pages make of it now, or an empty string. Never typed by hand.

        Of what is ``open``, lists say that it is so until ``item_changes_at``.
        """

    def item_changes_at(self) -> datetime.datetime | None:
        """The next moment after now at which it says something else without being edited: it is projected anew then.

        Such as its deadline, of which ``item_state`` and ``item_fields`` depend. What is not later than now counts as
        None.
        """

    def item_body(self) -> tuple[str, str]:
        """The body that took or issued it: its key, the same in all languages, and its name in the page's language."""

    def item_date(self) -> datetime.date:
        """The date it carries on paper, by which it is ordered and counted."""

    def item_place(self) -> str:
        """Where it was, in its language, where lists are to be narrowed by that; else an empty string."""

    def item_licence(self) -> str:
        """Which of its type's ``licences`` it has, or an empty string."""

    def item_identifier(self) -> str:
        """Its official number, or an empty string."""

    def item_summary(self) -> str:
        """A few plain sentences for lists and result pages."""

    def item_fields(self) -> dict[str, Any]:
        """The fields of its type's schema beyond those every item has."""

    def item_text(self) -> str:
        """The plain text of the page itself, for search."""

    def item_documents(self) -> Iterable[AbstractDocument]:
        """The documents whose text belongs to it, for search."""


@dataclass(frozen=True)
class DataTerms:
    """Under which terms a site gives its data out: the canonical address of the licence, and that of the page which
    says so.
    """

    licence: str
    policy: str


@dataclass(frozen=True)
class Chore:
    """Something that has to be done from time to time, beside the publication log: the worker calls ``run``.

    At its start and then every ``every`` seconds, at the earliest; each worker does. It must be short, since what is
    published waits for it, and idempotent. What it raises is logged and holds up nothing.
    """

    name: str
    every: float
    run: Callable[[], object]


@dataclass(frozen=True)
class Reminder:
    """A kind of moment of which editors are reminded: on the admin's home page, and once by e-mail.

    ``name`` is kept in the database and never changes. ``heading`` says what is the matter with the pages below it.
    ``pages`` returns the live pages of which it is time to be reminded now, with the moment as ``when`` (a datetime).
    """

    name: str
    heading: _StrPromise | str
    when: _StrPromise | str
    pages: Callable[[], QuerySet[Any]]


class TextMatcher(Protocol):
    """What a search package registers, so that others can tell whether it would find an item."""

    def __call__(self, item: PublishedItem) -> Callable[[str], bool]:
        """A live item, read once; what comes back says of a query's text whether it would find the item."""


@dataclass(frozen=True)
class Task:
    """What waits for somebody besides Wagtail's own tasks, shown to them on the admin's home page.

    ``name`` is unique. ``pages`` returns the pages that wait for a user, with the moment since which they do as
    ``when``. ``url_name`` names the address in the admin at which it is done, which takes the page's key.
    """

    name: str
    heading: _StrPromise | str
    when: _StrPromise | str
    pages: Callable[[Any], QuerySet[Any]]
    url_name: str


class ItemsRefused(Exception):  # noqa: N818 - all the others were handled
    """What ``Reader.handle`` raises where it did its work except for some items, which are wrong in themselves.

    Trying again would not help, so they are set aside: see ``Reader``. ``reasons`` says why, by the item's ``pk``.
    """

    def __init__(self, reasons: Mapping[int, str]) -> None:
        super().__init__(f"{len(reasons)} items were refused")
        self.reasons = dict(reasons)


class Reader(Protocol):
    """Someone who follows the publication log and does something with every change, at least once and in order.

    ``handle`` gets the items that changed since the reader's position, oldest change first, live ones and tombstones.
    It must be idempotent. When it raises, the position stays, and the same items come again after a pause.

    Only with ``ItemsRefused`` does the reader go on, and what it names is set aside: shown to the editors, and given to
    ``handle`` again, with the state it then has, when it changes or when somebody asks for it. A tombstone cannot be
    set aside. So a reader that shows what it keeps must drop its older version of an item that it refuses.
    """

    @property
    def name(self) -> str:
        """Names its position in the database; never changes."""

    @property
    def label(self) -> _StrPromise | str:
        """What editors see on the report page."""

    @property
    def batch_size(self) -> int:
        """How many items it takes at once."""

    def handle(self, items: Sequence[PublishedItem]) -> None: ...
