"""Translations, made as an editor makes them: through wagtail-localize's own objects."""

from typing import Any

from django.test import TestCase
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource


def publish_translation(
    page: Page, language_code: str, texts: dict[str, str] | None = None, *, publish: bool = True
) -> Any:
    """Translate a page and publish the translation. Returns the translated page.

    ``texts`` maps source strings to their translations; strings that are not in it are left untranslated. Without it
    every string is translated, as itself in brackets.
    """
    locale = Locale.objects.get(language_code=language_code)
    source, _ = TranslationSource.update_or_create_from_instance(page.specific)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        text = f"[{segment.string.data}]" if texts is None else texts.get(segment.string.data)
        if text is not None:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
            )
    # wagtail-localize publishes once the transaction is committed, which a test's never is.
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=publish)
    return page.get_translation(locale).specific
