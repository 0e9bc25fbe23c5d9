"""Makes a demo page in all its languages, and publishes it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import transaction
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from cms_pages.translating import translate
from demo.content import Album, Content
from demo.items import Act
from demo.loading.facts import album_pictures, fact_fields
from demo.loading.files import Files
from demo.loading.keys import key_of
from demo.loading.specs import PageSpec
from demo.texts import SOURCE_LOCALE, TARGET_LOCALES


class PageLoader:
    """Makes what is missing of the pages of a content."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.files = Files(content)
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.made: Counter[str] = Counter()

    def missing(self, specs: list[PageSpec]) -> list[PageSpec]:
        """The pages that have no original. A page is made with all its translations, or not at all.

        So a page that an editor renamed, moved or unpublished is there, and a translation that an editor deleted is not
        made again.
        """
        keys = {key_of(spec.name): spec for spec in specs}
        there = set(
            Page.objects.filter(translation_key__in=keys, locale=self.locales[SOURCE_LOCALE]).values_list(
                "translation_key", flat=True
            )
        )
        return [spec for key, spec in keys.items() if key not in there]

    def load(self, spec: PageSpec) -> Page:
        """Make and publish a page and its translations, in one transaction."""
        with transaction.atomic():
            page = self._publish_original(spec)
            for code in TARGET_LOCALES:
                locale = self.locales[code]
                if page.has_translation(locale):
                    continue
                if spec.completeness(code) != "none":
                    self._publish_translation(spec, page, locale)
                elif isinstance(spec.origin, Act):
                    # Acts are shown in every language, in the original's words where nobody has translated them.
                    page.copy_for_translation(locale, copy_parents=True, alias=True)
                    self.made["alias"] += 1
        return page

    def _publish_original(self, spec: PageSpec) -> Any:
        locale = self.locales[SOURCE_LOCALE]
        parent = self._parent(spec)
        facts = fact_fields(spec.origin, self.content, self.files, locale)
        documents = {row.document.title: row.document.pk for row in facts.get("attachments", [])}
        image = self.files.image(spec.image[0]).pk if spec.image else None
        page: Any = spec.model(
            locale=locale,
            translation_key=key_of(spec.name),
            live=False,
            first_published_at=spec.published_at,
            **spec.text_fields(SOURCE_LOCALE, documents, image),
            **spec.fixed,
            **facts,
        )
        page.slug = find_available_slug(parent, page.slug)
        parent.add_child(instance=page)
        page.save_revision().publish()
        self.made[spec.model._meta.model_name or ""] += 1
        return spec.model.objects.get(pk=page.pk)

    def _parent(self, spec: PageSpec) -> Page:
        if not spec.parent:
            return Page.objects.get(depth=1)
        return Page.objects.get(translation_key=key_of(spec.parent), locale=self.locales[SOURCE_LOCALE])

    def _publish_translation(self, spec: PageSpec, page: Any, locale: Locale) -> None:
        code = locale.language_code
        texts: Any = spec.model(locale=locale, **spec.text_fields(code, {}, None), **spec.child_texts(code))
        if isinstance(spec.origin, Album):
            texts.pictures = album_pictures(spec.origin, self.content, self.files, locale)
        translated = translate(page, texts, locale)
        Page.objects.filter(pk=translated.pk).update(first_published_at=spec.published_at)
        translated.get_latest_revision().publish()
        self.made["translation"] += 1
