"""What becomes of a page's translations when the original changes.

wagtail-localize leaves them as they are until someone synchronises them by hand. But a number that was corrected must
not stay wrong in the other languages, and what was withdrawn must not stay there at all. Texts are left to the
translators. A translation whose link to the original was cut goes its own way.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import Translation

from cms_pages.clock import is_past
from cms_pages.publishing.models import StaleTranslation
from cms_pages.translation import translations_into

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=5)


def translations_of(original: TranslatableMixin) -> list[Translation]:
    """The translations of a page, or of a row of a register, whose link to it is not cut."""
    return list(
        Translation.objects.filter(
            source__object_id=original.translation_key, source__locale_id=original.locale_id, enabled=True
        ).select_related("source", "target_locale")
    )


def unpublished_original(page: Page) -> Page | None:
    """The original of a translation, where it is not published; None too where the link between them was cut."""
    translation = translations_into(page).filter(enabled=True).first()
    if translation is None:
        return None
    original: Page | None = Page.objects.filter(
        translation_key=page.translation_key, locale_id=translation.source.locale_id, live=False
    ).first()
    return original


def update_translations(original: Page) -> None:
    """After an original was published: show translators its new texts, and copy its facts to every translation.

    A translation that cannot be saved does not keep the original from being published: it is noted, and tried again.
    """
    translations = translations_of(original)
    for source in {translation.source for translation in translations}:
        # Else the next translator who publishes would bring back the facts it had when it was sent to them.
        source.update_from_db()
    for target in _pages(original, translations):
        _try_to_copy_facts(original, target)


def follow_original(row: TranslatableMixin) -> None:
    """After a row of a register was saved: show translators its new texts, and copy its facts to its translations.

    Nothing happens where the row is itself a translation.
    """
    translations = translations_of(row)
    for source in {translation.source for translation in translations}:
        source.update_from_db()
    locales = [translation.target_locale_id for translation in translations]
    for target in row.get_translations().filter(locale_id__in=locales):
        if _set_facts(row, target):
            target.save()


def update_stale_translations() -> None:
    """Copy the facts to the translations for which that failed, where it is time to try again."""
    for stale in StaleTranslation.objects.filter(is_past("retry_at", LONGEST_PAUSE)):
        target = Page.objects.filter(pk=stale.page_id).first()
        translation = target and translations_into(target).filter(enabled=True).first()
        original = (
            translation
            and Page.objects.filter(
                translation_key=translation.source.object_id, locale_id=translation.source.locale_id, live=True
            ).first()
        )
        if target is None or original is None:
            stale.delete()
        else:
            _try_to_copy_facts(original.specific, target.specific)


def _try_to_copy_facts(original: Page, target: Page) -> None:
    try:
        with transaction.atomic():
            _copy_facts(original, target)
    except Exception as error:
        logger.exception("The facts of page %s could not be copied to its translation %s.", original.pk, target.pk)
        now = timezone.now()
        stale = StaleTranslation.objects.filter(page_id=target.pk).first() or StaleTranslation(page_id=target.pk)
        stale.failures += 1
        stale.retry_at = now + min(timedelta(seconds=2 ** min(stale.failures, 10)), LONGEST_PAUSE)
        stale.last_error = f"{type(error).__name__}: {error}"[:2000]
        stale.save()
    else:
        StaleTranslation.objects.filter(page_id=target.pk).delete()


def withdraw_translations(original: Page) -> None:
    """After an original was unpublished, expired or deleted: unpublish its translations."""
    for target in _pages(original, translations_of(original)):
        target.unpublish(set_expired=original.expired)


def restrict_translations(original: Page) -> None:
    """After the privacy of an original was changed: give its translations the same."""
    for translation in translations_of(original):
        translation.source.update_target_view_restrictions(translation.target_locale)


def _pages(original: Page, translations: list[Translation]) -> Iterator[Page]:
    locales = [translation.target_locale_id for translation in translations]
    yield from Page.objects.filter(
        translation_key=original.translation_key, locale_id__in=locales, alias_of=None
    ).specific()


def _copy_facts(original: Page, target: Page) -> None:
    """Bring a translation's facts up to date, in what is published and in its draft."""
    draft = target.get_latest_revision_as_object()
    if target.live and not target.has_unpublished_changes:
        if _set_facts(original, draft):
            draft.save_revision(clean=False).publish()
        return
    if target.live and _set_facts(original, target):
        target.save()
    if _set_facts(original, draft):
        draft.save_revision(clean=False, changed=False)


def _set_facts(original: models.Model, target: models.Model) -> bool:
    """Give a translation the facts and the inline children of its original. Returns whether something differed."""
    changed = False
    for name in _facts_of(type(original)):
        field = original._meta.get_field(name)
        attribute = getattr(field, "attname", name)
        if getattr(target, attribute) != getattr(original, attribute):
            setattr(target, attribute, getattr(original, attribute))
            changed = True
    for relation in get_all_child_relations(original):
        if issubclass(relation.related_model, TranslatableMixin) and _facts_of(relation.related_model):
            changed = _set_children(original, target, relation) or changed
    return changed


def _facts_of(model: type[models.Model]) -> list[str]:
    return [
        field.field_name
        for field in get_translatable_fields(model)
        if isinstance(field, SynchronizedField) and not field.overridable
    ]


def _set_children(original: Any, target: Any, relation: Any) -> bool:
    accessor = relation.get_accessor_name()
    existing = {child.translation_key: child for child in getattr(target, accessor).all()}
    children = []
    changed = False
    for wanted in getattr(original, accessor).all():
        child = existing.pop(wanted.translation_key, None)
        if child is None:
            child, changed = _copy_of(wanted, relation, target.locale_id), True
        elif _set_facts(wanted, child) or _place(child) != _place(wanted):
            child.sort_order, changed = _place(wanted), True
        children.append(child)
    if changed or existing:
        getattr(target, accessor).set(children)
    return changed or bool(existing)


def _place(child: Any) -> int | None:
    """Where an editor put it among the others. None where they have an order of their own."""
    place: int | None = getattr(child, "sort_order", None)
    return place


def _copy_of(child: Any, relation: Any, locale_id: int) -> Any:
    """A child as it is in the original, text included, which shows until it is translated."""
    left_out = {type(child)._meta.pk.name, relation.field.name, "locale"}
    values = {
        field.attname: getattr(child, field.attname)
        for field in type(child)._meta.concrete_fields
        if field.name not in left_out
    }
    return type(child)(**values, locale_id=locale_id)
