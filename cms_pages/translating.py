"""Translates through wagtail-localize's own objects, so that editors go on in its translation editor."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Model
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

#: a string's place in the page (``content.<block id>``) and the string, as HTML
Place = tuple[str, str]


def translate(source_object: Any, target_texts: Any, locale: Locale, unpaired: list[str] | None = None) -> Any:
    """Translate a page or snippet, and return the translation; a page's is still a draft.

    ``target_texts`` is an unsaved instance of the same model, of the same structure and with the same block ids, in
    the target language. Strings that it does not have stay untranslated; so do those of a text that is not divided as
    the original's, whose path is added to ``unpaired``. Without that, raises ValueError.
    """
    source, _created = TranslationSource.update_or_create_from_instance(source_object)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    translated = pair_strings(source_object, target_texts, unpaired)
    for segment in source.stringsegment_set.select_related("string", "context"):
        text = translated.get((segment.context.path, segment.string.data))
        if text is None:
            continue
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
        )
    # A page is published by who calls this, and not by wagtail-localize: that waits until the transaction is over, and
    # a run that is interrupted in between would leave a draft behind.
    translation.save_target(publish=not isinstance(source_object, Page))
    return source_object.get_translation(locale)


def pair_strings(source: Model, target: Model, unpaired: list[str] | None = None) -> dict[Place, str]:
    """The strings of two instances of one structure, those of ``target`` by place and string of ``source``.

    Where both have a text at a place, but of different numbers of strings, its path is added to ``unpaired``. Without
    that, raises ValueError.
    """
    source_strings, target_strings = _strings_by_path(source), _strings_by_path(target)
    paths = sorted(source_strings.keys() & target_strings.keys())
    if unpaired is not None:
        different = [path for path in paths if len(source_strings[path]) != len(target_strings[path])]
        unpaired += [*different, *sorted(target_strings.keys() - source_strings.keys())]
        paths = [path for path in paths if path not in different]
    return {
        (path, string): translated
        for path in paths
        for string, translated in zip(source_strings[path], target_strings[path], strict=True)
    }


def _strings_by_path(instance: Model) -> dict[str, list[str]]:
    strings: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            strings[segment.path].append(segment.string.data)
    return strings
