"""Rows of registers, changed as an office changes them."""

import datetime
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms_pages.models import Body, FormerName


def rename(body: Body, name: str, last_day: datetime.date) -> None:
    """Give a body a new name; up to ``last_day`` it has the one that it has."""
    body.former_names.add(FormerName(name=body.name, last_day=last_day, locale=body.locale))
    body.name = name
    body.save()


def translate_row(row: Any, language_code: str, texts: dict[str, str]) -> Any:
    """Translate a row, or its new texts, as in the translation editor. Returns its row in the language."""
    locale = Locale.objects.get(language_code=language_code)
    source, _ = TranslationSource.update_or_create_from_instance(row)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        if text := texts.get(segment.string.data):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string, locale=locale, context=segment.context, defaults={"data": text}
            )
    translation.save_target()
    return row.get_translation(locale)
