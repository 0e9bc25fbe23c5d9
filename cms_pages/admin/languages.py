"""How far pages are in each language of the site, in lists of the admin: of a list's rows at once, and to narrow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from cms_pages.admin.translations import may_translate
from cms_pages.admin.untranslated import editable_pages
from cms_pages.publishing.models import PublishedItem

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.utils.functional import _StrPromise


class InLanguage(TextChoices):
    """What the public sees of a page in a language. The first three are those of ``TranslationState``."""

    ORIGINAL = "original", _("Original")
    COMPLETE = "complete", _("Translated")
    PARTIAL = "partial", _("Partly translated")
    MACHINE = "machine", _("Translated by a machine")
    UNPUBLISHED = "unpublished", _("Not published")
    MISSING = "missing", _("Not translated")


@dataclass(frozen=True)
class Version:
    """A page in a language. ``url`` is where the person goes on with it; empty where they may not."""

    locale: Locale
    state: InLanguage
    url: str

    @property
    def code(self) -> str:
        """Short, for a narrow column: ``SQ``."""
        return str(self.locale.language_code).partition("-")[0].upper()


def versions_of(pages: Iterable[Page], user: AbstractUser) -> dict[UUID, list[Version]]:
    """The versions of each page, by its translation key, in every language. As many queries for many pages as for one.

    Where a language has none, its ``url`` leads to the translation of the page.
    """
    rows = {page.translation_key: page for page in pages}
    there = Page.objects.filter(translation_key__in=list(rows), alias_of=None)
    ids = {(key, locale): pk for key, locale, pk in there.values_list("translation_key", "locale_id", "pk")}
    items = PublishedItem.objects.live().filter(page_id__in=ids.values())
    public = {
        pk: InLanguage.MACHINE if by_machine else InLanguage(translation)
        for pk, translation, by_machine in items.values_list("page_id", "translation", "machine_translated")
    }
    editable = set(editable_pages(user).filter(pk__in=ids.values()).values_list("pk", flat=True))
    locales, translates = locales_in_order(), may_translate(user)

    def version(page: Page, locale: Locale) -> Version:
        pk = ids.get((page.translation_key, locale.pk))
        if pk is None:
            url = reverse("wagtail_localize:submit_page_translation", args=[page.pk]) if translates else ""
            return Version(locale, InLanguage.MISSING, url)
        url = reverse("wagtailadmin_pages:edit", args=[pk]) if pk in editable else ""
        return Version(locale, public.get(pk, InLanguage.UNPUBLISHED), url)

    return {key: [version(page, locale) for locale in locales] for key, page in rows.items()}


def locales_in_order() -> list[Locale]:
    """The languages of the site, as its settings order them."""
    order = list(get_content_languages())
    return sorted(Locale.objects.all(), key=lambda locale: order.index(locale.language_code))


def choices() -> list[tuple[str, list[tuple[str, _StrPromise | str]]]]:
    """What a list can be narrowed to, by language: ``en.missing``."""
    return [
        (locale.get_display_name(), [(f"{locale.language_code}.{state}", state.label) for state in InLanguage])
        for locale in locales_in_order()
    ]


def in_language(pages: QuerySet[Any], choice: str) -> QuerySet[Any]:
    """The pages that are as one of ``choices`` says."""
    code, _dot, state = choice.rpartition(".")
    same: dict[str, Any] = {"translation_key": OuterRef("translation_key")}
    here = Exists(Page.objects.filter(**same, locale__language_code=code, alias_of=None))
    items = PublishedItem.objects.live().filter(**same, locale=code)
    conditions = {
        InLanguage.MISSING: ~Q(here),
        InLanguage.UNPUBLISHED: Q(here) & ~Q(Exists(items)),
        InLanguage.MACHINE: Q(Exists(items.filter(machine_translated=True))),
    }
    human = Q(Exists(items.filter(machine_translated=False, translation=state)))
    return pages.filter(conditions.get(InLanguage(state), human))
