"""Which texts of a page a machine translated and no person has confirmed: wagtail-localize knows it of each text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms_pages.publishing.marking import mark_pages
from cms_pages.publishing.models import PublishedItem
from cms_pages.translation import plain_words

MACHINE = StringTranslation.TRANSLATION_TYPE_MACHINE

#: by the translation key of a page and the number of its language: where in the page, and what a machine wrote
MachineTexts = Mapping[tuple[UUID, int], set[tuple[str, str]]]


def unconfirmed_texts(page: Page) -> QuerySet[StringTranslation]:
    """The machine's translations of what the original of ``page`` says now, in the order of the page."""
    said = StringSegment.objects.filter(
        source__translations__in=Translation.objects.filter(target_locale_id=page.locale_id, enabled=True),
        source__object_id=page.translation_key,
        string=OuterRef("translation_of"),
        context=OuterRef("context"),
    )
    texts: QuerySet[StringTranslation] = StringTranslation.objects.filter(
        Exists(said),
        translation_type=MACHINE,
        has_error=False,
        locale_id=page.locale_id,
        context__object_id=page.translation_key,
    )
    return texts.select_related("translation_of", "context").order_by("pk")


def read_machine_texts(pages: Iterable[Page]) -> MachineTexts:
    """What a machine translated of each page, whether or not the page still says it, and no person has confirmed."""
    texts = StringTranslation.objects.filter(
        translation_type=MACHINE,
        has_error=False,
        locale__in={page.locale_id for page in pages},
        context__object_id__in={page.translation_key for page in pages},
    )
    found: dict[tuple[UUID, int], set[tuple[str, str]]] = defaultdict(set)
    for key, locale_id, path, data in texts.values_list("context__object_id", "locale_id", "context__path", "data"):
        found[key, locale_id].add((path, plain_words(data)))
    return found


def is_machine_translated(page: Page) -> bool:
    """Whether a page, as it is, has such a text. ``page`` is the specific instance, as published and not its draft."""
    return says_one_of(page, read_machine_texts([page]))


def says_one_of(page: Page, texts: MachineTexts) -> bool:
    """Whether one of the pages whose texts were read ``is_machine_translated``."""
    machine = texts.get((page.translation_key, page.locale_id), set())
    return bool(machine) and any(
        (segment.path, plain_words(segment.string.data)) in machine
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue)
    )


@transaction.atomic
def confirm(page: Page, user: Any) -> int:
    """A person has read the machine's texts of a translation and found them right. Returns how many there were."""
    ids = list(unconfirmed_texts(page).values_list("pk", flat=True))
    confirmed: int = StringTranslation.objects.filter(pk__in=ids, translation_type=MACHINE).update(
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL, last_translated_by=user
    )
    if confirmed:
        log(instance=page, action="cms_pages.confirm_translation", user=user)
        mark_pages([page.pk])
    return confirmed


def text_changed(text: StringTranslation) -> None:
    """A person saved a text in the editor: where it is public as a machine's, that may no longer hold."""
    if text.translation_type == MACHINE or text.context is None:
        return
    items = PublishedItem.objects.live().filter(
        translation_key=text.context.object_id, locale=text.locale.language_code, machine_translated=True
    )
    mark_pages(items.values_list("page_id", flat=True))
