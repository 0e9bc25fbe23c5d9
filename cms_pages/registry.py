"""What the installed packages bring, collected while Django starts (``AppConfig.ready``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import Model
    from ninja import Router
    from wagtail.documents.models import AbstractDocument
    from wagtail.models import Site

    from cms_pages.contracts import Chore, DataTerms, PublicationType, Reader, Reminder, Task, TextMatcher

T = TypeVar("T")


class Registry(Generic[T]):
    """Names and what is registered under each, in the order of registration.

    Raises ImproperlyConfigured where a name is taken already: two packages that claim one name would otherwise
    overwrite each other silently.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, T] = {}

    def register(self, name: str, entry: T) -> None:
        if name in self._entries:
            raise ImproperlyConfigured(f"The {self._what} {name!r} is registered twice.")
        self._entries[name] = entry

    def get(self, name: str) -> T | None:
        return self._entries.get(name)

    def names(self) -> list[str]:
        return list(self._entries)

    def items(self) -> Iterator[tuple[str, T]]:
        return iter(self._entries.items())

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)


publication_types: Registry[PublicationType] = Registry("publication type")
readers: Registry[Reader] = Registry("reader of the publication log")
chores: Registry[Chore] = Registry("chore")
dependents: Registry[Callable[[set[UUID]], Iterable[int]]] = Registry("look for dependent pages")
document_guards: Registry[Callable[[AbstractDocument], None]] = Registry("guard of documents")
reminders: Registry[Reminder] = Registry("reminder")
text_matchers: Registry[TextMatcher] = Registry("matcher of texts")
tasks: Registry[Task] = Registry("task")
data_terms: Registry[Callable[[Site], DataTerms]] = Registry("source of the terms of data")
reserved_slugs: set[str] = set()
#: by the name of a role, the permissions that packages give it for its site: ``app.change_model``
role_settings: dict[str, list[str]] = {}
#: by the name of a role, what it may do of a package's own
role_permissions: dict[str, list[str]] = {}
#: the same, where its municipality has the installation for itself
role_permissions_alone: dict[str, list[str]] = {}
api_routers: Registry[Callable[[], Router]] = Registry("API router")


#: the apps that cms_pages builds on
CMS_PAGES_NEEDS = ("wagtail_localize", "wagtail_localize.modeladmin", "wagtail_modeladmin", "wagtailmedia")


def require_apps(name: str, *needed: str) -> None:
    """Raise ImproperlyConfigured where an app that ``name`` builds on is not installed.

    Call it from ``AppConfig.import_models``: the models are loaded next, and would fail less clearly.
    """
    for each in needed:
        if not apps.is_installed(each):
            raise ImproperlyConfigured(f'"{name}" needs "{each}": put it into INSTALLED_APPS too.')
        if each == "cms_pages":
            # Its models are loaded with those of the app that is named first.
            require_apps(each, *CMS_PAGES_NEEDS)


def register_type(publication_type: PublicationType) -> None:
    """Let pages of a model leave through the publication log. Call it from ``AppConfig.ready``."""
    if publication_type_of(publication_type.model) is not None:
        raise ImproperlyConfigured(f"The model {publication_type.model.__name__} is registered twice.")
    publication_types.register(publication_type.name, publication_type)


def register_reader(reader: Reader) -> None:
    """Let a reader follow the publication log. Call it from ``AppConfig.ready``."""
    readers.register(reader.name, reader)


def register_chore(chore: Chore) -> None:
    """Let the worker do something from time to time. Call it from ``AppConfig.ready``."""
    chores.register(chore.name, chore)


def register_dependents(name: str, find: Callable[[set[UUID]], Iterable[int]]) -> None:
    """Have pages projected anew when the items of others change. Call it from ``AppConfig.ready``.

    ``find`` gets the translation keys of the items that changed, and returns the ids of the pages whose items say
    something of them that the reference index does not know: by a row between the two, for example.
    """
    dependents.register(name, find)


def register_reminder(reminder: Reminder) -> None:
    """Let editors be reminded of something. Call it from ``AppConfig.ready``."""
    reminders.register(reminder.name, reminder)


def register_text_matcher(name: str, matcher: TextMatcher) -> None:
    """Let others ask whether a search would find an item. Call it from ``AppConfig.ready``."""
    text_matchers.register(name, matcher)


def register_router(prefix: str, make_router: Callable[[], Router]) -> None:
    """Mount a package's API under ``/api/content/<prefix>/``. Call it from ``AppConfig.ready``.

    The router is made later, when all types are registered: its description may name them.
    """
    api_routers.register(prefix, make_router)


def register_data_terms(name: str, terms: Callable[[Site], DataTerms]) -> None:
    """Say under which terms a site gives its data out, in what packages publish. Call it from ``AppConfig.ready``."""
    data_terms.register(name, terms)


def data_terms_of(site: Site) -> DataTerms | None:
    """None where nobody has said."""
    return next((terms(site) for terms in data_terms), None)


def register_task(task: Task) -> None:
    """Let something wait for editors on the admin's home page. Call it from ``AppConfig.ready``."""
    tasks.register(task.name, task)


def register_role_permissions(role: str, *permissions: str, alone: bool = False) -> None:
    """Let ``setup_roles`` give a role (of ``cms_pages.roles``) permissions (``app.codename``) of a package's own; with
    ``alone`` only where one municipality has the installation for itself. To be called from ``ready``.
    """
    (role_permissions_alone if alone else role_permissions).setdefault(role, []).extend(permissions)


def register_role_settings(role: str, *permissions: str) -> None:
    """Let ``setup_roles`` give a role (of ``cms_pages.roles``) permissions for its site only: for models with a field
    ``site``, such as settings. To be called from ``ready``.
    """
    role_settings.setdefault(role, []).extend(permissions)


def register_document_guard(name: str, guard: Callable[[AbstractDocument], None]) -> None:
    """Let a package keep a document's file from being replaced: ``guard`` raises ValidationError, which says what to do
    instead. Call it from ``AppConfig.ready``.
    """
    document_guards.register(name, guard)


def reserve_slugs(*slugs: str) -> None:
    """Keep pages from having these slugs: the project's own addresses would hide them. Call it from ``ready``."""
    reserved_slugs.update(slugs)


def publication_type_of(model: type[Model]) -> PublicationType | None:
    return next((known for known in publication_types if known.model is model), None)
