"""The municipality's bodies, in every language."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Locale

from cms_pages.models import Body
from demo import content
from demo.loading.keys import key_of
from demo.loading.translations import translate
from demo.texts import SOURCE_LOCALE, TARGET_LOCALES


def load_bodies(bodies: Iterable[content.Body]) -> int:
    """Make the bodies that are missing, with their translations; returns how many."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    there = set(Body.objects.filter(locale=locales[SOURCE_LOCALE]).values_list("key", flat=True))
    missing = [body for body in bodies if body.key not in there]
    for body in missing:
        with transaction.atomic():
            original = Body.objects.create(
                key=body.key,
                name=body.name.sq,
                locale=locales[SOURCE_LOCALE],
                translation_key=key_of(f"bodies/{body.key}"),
            )
            for code in TARGET_LOCALES:
                if name := body.name.get(code):
                    translate(original, Body(name=name, locale=locales[code]), locales[code])
    return len(missing)
