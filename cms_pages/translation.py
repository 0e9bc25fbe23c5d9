"""How far what is published of a page is translated."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail_localize.models import String, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.strings import StringValue

from cms_pages.publishing.models import TranslationState

#: a part of the address: nobody reads it as text
SLUG = "slug"

#: by the translation key of a page and the number of its language
Translations = Mapping[tuple[uuid.UUID, int], Translation]


def translations_into(page: Page) -> QuerySet[Translation]:
    """What wagtail-localize keeps of a page as a translation into its language: also of one that was cut off."""
    # Not source__object_id: SQLite would begin with all translations into the language.
    sources = TranslationSource.objects.filter(object_id=page.translation_key)
    translations: QuerySet[Translation] = Translation.objects.filter(
        source__in=sources, target_locale_id=page.locale_id
    )
    return translations.select_related("source")


def read_translations(pages: Iterable[Page]) -> Translations:
    """What ``translations_into`` says of each page; that whose link is not cut, where there are several."""
    keys = {page.translation_key for page in pages}
    sources = TranslationSource.objects.filter(object_id__in=keys)
    found = Translation.objects.filter(source__in=sources, target_locale__in={page.locale_id for page in pages})
    return {
        (translation.source.object_id, translation.target_locale_id): translation
        for translation in sorted(found.select_related("source"), key=lambda each: each.enabled)
    }


def translation_state(page: Page) -> TranslationState:
    """Whether a page, as it is published, is the original, wholly or partly translated, or a mere copy of the original.

    ``page`` is the specific instance, as the database has it: not its draft. A page whose link to its original was cut
    is complete: a person has taken the text over.
    """
    return translation_state_among(page, read_translations([page]))


def translation_state_among(page: Page, translations: Translations) -> TranslationState:
    """The ``translation_state`` of one of the pages whose translations were read."""
    if page.alias_of_id is not None:
        return TranslationState.ALIAS
    translation = translations.get((page.translation_key, page.locale_id))
    if translation is None:
        return TranslationState.ORIGINAL
    if translation.enabled and has_untranslated_text(page, translation.source):
        return TranslationState.PARTIAL
    return TranslationState.COMPLETE


def has_untranslated_text(page: Page, source: TranslationSource) -> bool:
    """Whether some text of a page is still that of its original, now or earlier, and not because a translator said so.

    wagtail-localize keeps every text an original ever had, and every translation of it. Its own progress
    (``Translation.get_progress``) counts what translators have saved, published or not.
    """
    texts = {
        (segment.path, segment.string.data)
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue) and segment.path != SLUG and _has_words(segment.string)
    }
    hashes = {uuid.uuid5(String.UUID_NAMESPACE, data): data for _path, data in texts}
    known = String.objects.filter(locale_id=source.locale_id, data_hash__in=hashes).values_list("data_hash", flat=True)
    of_original = {hashes[data_hash] for data_hash in known}
    suspects = {(path, plain_words(data)) for path, data in texts if data in of_original}
    if not suspects:
        return False
    translated = StringTranslation.objects.filter(
        context__object_id=page.translation_key, locale_id=page.locale_id, has_error=False
    ).values_list("context__path", "data")
    return bool(suspects - {(path, plain_words(data)) for path, data in translated})


def _has_words(text: StringValue) -> bool:
    """A number or a dash in a table is the same in every language."""
    return any(map(str.isalpha, text.render_text()))


def plain_words(data: str) -> str:
    return " ".join(StringValue(data).render_text().split())
