"""What a tender says in its languages: OCDS has a text in another language beside it, as ``title_sr-Latn``.

Source: https://standard.open-contracting.org/1.1/en/schema/reference/#language
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from cms_pages.text import language_tag

if TYPE_CHECKING:
    from publications.tenders.models.page import TenderPage

#: what a text is of, such as ("step", 3)
Key = tuple[str | int, ...]
Texts = dict[Key, str]


@dataclass(frozen=True)
class Words:
    """The texts of a tender in the language of its original, and in others by their language tags."""

    texts: Texts
    others: Mapping[str, Texts] = field(default_factory=dict)

    @classmethod
    def of(cls, page: TenderPage) -> Words:
        """The page's own, and those of its translations that are public. The same few questions for any length."""
        others = type(page).objects.filter(translation_key=page.translation_key, alias_of=None).exclude(pk=page.pk)
        public = others.live().public().exclude(expire_at__lte=timezone.now()).select_related("locale")
        return cls.between(page, public)

    @classmethod
    def between(cls, page: TenderPage, translations: Iterable[TenderPage]) -> Words:
        """The page's own, and those of these translations."""
        return cls(_texts(page), {language_tag(other.locale.language_code): _texts(other) for other in translations})

    def said(self, name: str, *key: str | int) -> dict[str, str]:
        """A text under ``name``, and in the languages into which it is translated."""
        own = self.texts.get(key, "")
        elsewhere = {f"{name}_{tag}": texts.get(key, "") for tag, texts in self.others.items()}
        return {name: own, **{each: text for each, text in elsewhere.items() if text != own}}


def _texts(page: TenderPage) -> Texts:
    return {
        ("title",): page.title,
        ("summary",): page.summary,
        ("body",): page.body.name_in(page.locale, page.date),
        **{("lot", lot.number): lot.title for lot in page.lots.all()},
        **{("step", step.number): step.text for step in page.life.steps},
        **{("document", row.step, row.document_id): row.title for row in page.documents.all()},
    }
