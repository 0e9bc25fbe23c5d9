"""The municipality's bodies and who signs for them, in every language."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Locale

from cms_pages.models import Body, FormerName, Signer
from cms_pages.translating import translate
from demo import content
from demo.loading.keys import key_of
from demo.texts import SOURCE_LOCALE, TARGET_LOCALES


def load_bodies(bodies: Iterable[content.Body]) -> int:
    """Make the bodies that are missing, with their translations; returns how many."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    rows = {body.key: body for body in Body.objects.filter(locale=locales[SOURCE_LOCALE])}
    missing = [body for body in bodies if body.key not in rows]
    with transaction.atomic():
        for body in missing:
            rows[body.key] = Body.objects.create(
                key=body.key,
                name=body.name.sq,
                kind=body.kind,
                ended_on=body.ended_on,
                locale=locales[SOURCE_LOCALE],
                translation_key=key_of(f"bodies/{body.key}"),
            )
        # When all are there: a body may be part of one that comes later.
        for body in missing:
            original = rows[body.key]
            original.parent = rows[body.parent] if body.parent else None
            original.successor = rows[body.successor] if body.successor else None
            original.former_names = _former_names(body, SOURCE_LOCALE, locales)
            original.save()
            for code in TARGET_LOCALES:
                if name := body.name.get(code):
                    texts = Body(name=name, locale=locales[code])
                    texts.former_names = _former_names(body, code, locales)
                    translate(original, texts, locales[code])
    return len(missing)


def load_signers(bodies: Iterable[content.Body]) -> int:
    """Make the signers that are missing, with their translations; returns how many."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    there = set(Signer.objects.values_list("translation_key", flat=True))
    made = 0
    for body in bodies:
        signatory, key = body.signatory, key_of(f"signers/{body.key}")
        if key in there:
            continue
        with transaction.atomic():
            original = Signer.objects.create(
                name=signatory.name,
                post=signatory.title.sq,
                body=Body.objects.get(key=body.key, locale=locales[SOURCE_LOCALE]),
                term_from=signatory.since,
                term_to=body.ended_on,
                locale=locales[SOURCE_LOCALE],
                translation_key=key,
            )
            for code in TARGET_LOCALES:
                if post := signatory.title.get(code):
                    translate(original, Signer(post=post, locale=locales[code]), locales[code])
        made += 1
    return made


def _former_names(body: content.Body, code: str, locales: dict[str, Locale]) -> list[FormerName]:
    return [
        FormerName(
            name=former.name.get(code) or former.name.sq,
            last_day=former.last_day,
            locale=locales[code],
            translation_key=key_of(f"bodies/{body.key}/{former.last_day}"),
        )
        for former in body.former_names
    ]
