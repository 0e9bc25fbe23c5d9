"""What is missing or behind in a language: pages without a translation, with missing or old texts, or a machine's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms_pages.machine_translation.marks import MACHINE
from cms_pages.models.assignment import TranslationAssignment
from cms_pages.publishing.models import PublishedItem, TranslationState
from cms_pages.translation import SLUG


class Missing(models.TextChoices):
    NEVER = "never", _("Not translated")
    PARTIAL = "partial", _("Texts are missing")
    CHANGED = "changed", _("Original was changed")
    MACHINE = "machine", _("To be confirmed")


def editable_pages(user: AbstractUser) -> QuerySet[Page]:
    pages: QuerySet[Page] = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    return pages.filter(alias_of=None)


def not_translated(user: AbstractUser, locale: Locale) -> QuerySet[Page]:
    """What is published in the language it was written in and has no translation, begun or done, in ``locale``.

    With ``since``, ``what``, ``target`` (the locale's number) and ``assigned`` (a user's), as all of this module.
    """
    here = Page.objects.filter(translation_key=OuterRef("translation_key"), locale=locale, alias_of=None)
    originals = (
        PublishedItem.objects.live().filter(translation=TranslationState.ORIGINAL).exclude(locale=locale.language_code)
    )
    pages = editable_pages(user).filter(live=True, pk__in=originals.values("page_id")).exclude(Exists(here))
    return _row(pages, locale, F("first_published_at"), Value(Missing.NEVER.value))


def unfinished(user: AbstractUser, locale: Locale) -> QuerySet[Page]:
    """The translations that lack a text of their published original: never finished, or the original was changed."""
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string"), context=OuterRef("context"), locale=locale, has_error=False
    )
    missing = (
        StringSegment.objects.filter(source=OuterRef("source"), string__data__regex=r"[^\W\d_]")
        .exclude(context__path=SLUG)
        .exclude(Exists(translated))
    )
    lacking = _translations(locale).filter(Exists(missing))
    changed = Q(live=True, last_published_at__lt=F("source_changed"))
    pages = (
        _with_published_original(user, locale)
        .filter(Exists(lacking))
        .annotate(
            source_changed=Subquery(lacking.values("source__last_updated_at")[:1]),
            begun=Subquery(lacking.values("created_at")[:1]),
        )
    )
    return _row(
        pages,
        locale,
        Case(When(changed, then=F("source_changed")), default=F("begun")),
        Case(When(changed, then=Value(Missing.CHANGED.value)), default=Value(Missing.PARTIAL.value)),
    )


def unconfirmed(user: AbstractUser, locale: Locale) -> QuerySet[Page]:
    """The translations with a text that a machine translated and nobody has confirmed."""
    texts = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=locale,
        translation_type=MACHINE,
        has_error=False,
    )
    by_machine = StringSegment.objects.filter(Exists(texts), source=OuterRef("source"))
    waiting = _translations(locale).filter(Exists(by_machine))
    since = StringTranslation.objects.filter(
        context__object_id=OuterRef("translation_key"), locale=locale, translation_type=MACHINE
    ).order_by("created_at")
    pages = _with_published_original(user, locale).filter(Exists(waiting))
    return _row(pages, locale, Subquery(since.values("created_at")[:1]), Value(Missing.MACHINE.value))


def all_of(user: AbstractUser, locale: Locale) -> list[QuerySet[Page]]:
    return [not_translated(user, locale), unfinished(user, locale), unconfirmed(user, locale)]


def _translations(locale: Locale) -> QuerySet[Translation]:
    translations: QuerySet[Translation] = Translation.objects.filter(
        target_locale=locale, source__object_id=OuterRef("translation_key"), enabled=True
    )
    return translations.order_by("pk")


def _with_published_original(user: AbstractUser, locale: Locale) -> QuerySet[Page]:
    original = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True).exclude(locale=locale)
    return editable_pages(user).filter(Exists(original), locale=locale)


def _row(pages: QuerySet[Page], locale: Locale, since: Any, what: Any) -> QuerySet[Page]:
    assigned = TranslationAssignment.objects.filter(translation_key=OuterRef("translation_key"), locale=locale)
    rows: QuerySet[Page] = pages.annotate(
        since=Coalesce(since, F("latest_revision_created_at")),
        what=what,
        target=Value(locale.pk, IntegerField()),
        assigned=Subquery(assigned.values("user_id")[:1]),
    )
    return rows
