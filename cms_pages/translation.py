"""How far a page is translated, and where its other languages are."""

from __future__ import annotations

from wagtail.models import Page
from wagtail_localize.models import Translation

from cms_pages.publishing.models import TranslationState


def translation_state(page: Page) -> TranslationState:
    """Whether a page is the original, wholly or partly translated, or a mere copy of the source text."""
    if page.alias_of_id is not None:
        return TranslationState.ALIAS
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).first()
    if translation is None:
        return TranslationState.ORIGINAL
    if not translation.enabled:
        # Its link to the source was cut: a person has taken the text over.
        return TranslationState.COMPLETE
    total, translated = translation.get_progress()
    return TranslationState.COMPLETE if translated >= total else TranslationState.PARTIAL
