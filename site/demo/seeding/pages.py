"""Writes many pages at once, with what Wagtail and the publication log would write of each.

Saving and projecting a page as an editor does takes 60 ms. Here the rows are the same, but written for hundreds of
pages together (``tests/unit/demo/test_seed_benchmark.py`` compares them).
"""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, Page

from cms_pages.files.facts import facts_of
from cms_pages.files.references import IMAGE_FILTER
from cms_pages.models import LogState
from cms_pages.publishing.models import TranslationState
from demo.acts import Decision, Minutes, NumberedAct, Regulation
from demo.content import Album, Content, Document, News, Notice, Recording
from demo.events import Event
from demo.loading.blocks import block_id, stored_blocks
from demo.loading.facts import album_pictures, fact_fields
from demo.loading.files import Files
from demo.loading.keys import key_of
from demo.procurement import Tender
from demo.seeding.rows import NewPage, index_references, insert_pages, insert_rows, write_items
from demo.seeding.tenders import ROWS as TENDER_ROWS
from demo.seeding.tenders import first_day, later, publish_tenders, tender_rows
from demo.seeding.texts import Draft, Like
from demo.seeding.tree import HOME, Tree, link
from demo.texts import SOURCE_LOCALE
from publications.history import files_of
from publications.models import (
    Act,
    ActAttachment,
    ActChange,
    ActFile,
    ActPage,
    AlbumPage,
    ChangeKind,
    DecisionPage,
    DocumentPage,
    EventPage,
    MinutesPage,
    NewsPage,
    NoticePage,
    RecordingPage,
    RegulationPage,
    TenderPage,
)
from publications.numbering import running_number

FIRST_DAY = datetime.date(2014, 1, 1)
DAYS = 12 * 365
#: facts that are rows of their own; those of relations are between publications of the demo
ROWS = {"attachments", "relations", "acts", "pictures", *TENDER_ROWS}
#: texts of single types
TEXTS = ("legal_basis", "meeting", "period", "speaker", "occasion", "source_name", "place", "people", "transcript")


class PageWriter:
    """Writes drafts as live pages below the sections of a tree. ``expected`` is how many drafts there will be."""

    def __init__(self, content: Content, tree: Tree, expected: int) -> None:
        self._content, self._tree, self._expected = content, tree, expected
        self._files = Files(content)
        self._facts: dict[str, dict[str, Any]] = {}
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self._children = {section.pk: section.numchild for section in tree.sections.values()}
        self._place = 0

    def write(self, drafts: Sequence[Draft]) -> int:
        """Write the pages of drafts and their items. Returns how many pages."""
        with transaction.atomic():
            log = LogState.lock()
            groups = [self._pages_of(draft) for draft in drafts]
            made = [new for group in groups for new in group]
            pages = [new.page for new in made]
            insert_pages(pages)
            self._register([[new.page for new in group] for group in groups])
            insert_rows(pages)
            publish_tenders([[new.page for new in group] for group in groups])
            link([group[0].page for group in groups], [[new.page.locale for new in group[1:]] for group in groups])
            write_items(made, index_references(pages), log)
            for section in self._tree.sections.values():
                Page.objects.filter(pk=section.pk).update(numchild=self._children[section.pk])
        return len(pages)

    def _register(self, groups: Sequence[list[Any]]) -> None:
        """The register rows of acts, with their files and histories; what is written in one year is numbered as it
        comes. A group is the pages of one act, the original first.
        """
        of_acts = [group for group in groups if isinstance(group[0], ActPage)]
        acts = Act.objects.bulk_create(
            Act(
                translation_key=page.translation_key,
                site=self._tree.site,
                body=page.body.key,
                type=page.act_type,
                year=page.date.year,
                number=running_number(page.number, page.date.year),
            )
            for page, *_translations in of_acts
        )
        ActFile.objects.bulk_create(
            ActFile(act=act, slot=slot, document_id=document_id, published_at=page.first_published_at)
            for act, (page, *_translations) in zip(acts, of_acts, strict=True)
            for slot, document_id in files_of(page).items()
            if document_id is not None
        )
        ActChange.objects.bulk_create(
            ActChange(
                act=act,
                kind=ChangeKind.PUBLISHED,
                at=page.first_published_at,
                locale="" if page is group[0] else page.locale.language_code,
            )
            for act, group in zip(acts, of_acts, strict=True)
            for page in group
        )

    def _pages_of(self, draft: Draft) -> list[NewPage]:
        date = FIRST_DAY + datetime.timedelta(days=min(self._place * DAYS // self._expected, DAYS))
        self._place += 1
        key = key_of(f"{HOME}/{draft.number}")
        return [
            NewPage(
                self._page(draft, code, section, key, date),
                section.pk,
                TranslationState.ORIGINAL if code == SOURCE_LOCALE else TranslationState.COMPLETE,
            )
            for code in draft.titles
            if (section := self._tree.sections.get((_section_key(draft.like), code)))
        ]

    def _page(self, draft: Draft, code: str, section: Page, key: uuid.UUID, date: datetime.date) -> Any:
        like, locale, model = draft.like, self._locales[code], _model_of(draft.like)
        facts = self._facts_of(like)
        fields = {name: value for name, value in facts.items() if name not in ROWS} | _moved(draft, facts, date)
        for name in TEXTS:
            if text := getattr(like, name, None):
                fields[name] = text.get(code) or text.sq
        # In the form in which a database gives it back: the log's digest depends on it.
        published_at = datetime.datetime.combine(_announced(like, date), datetime.time(9), tzinfo=datetime.UTC)
        self._children[section.pk] += 1
        title = draft.titles[code]
        slug = f"{slugify(string_to_ascii(title))[:200]}-{draft.number}"
        page = model(
            path=Page._get_path(section.path, section.depth + 1, self._children[section.pk]),
            depth=section.depth + 1,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{section.url_path}{slug}/",
            content_type=ContentType.objects.get_for_model(model),
            locale=locale,
            translation_key=key,
            live=True,
            first_published_at=published_at,
            last_published_at=published_at,
            summary=like.summary.get(code) or like.summary.sq,
            content=json.dumps(_content(draft, code)),
            **fields,
        )
        if isinstance(like, Tender):
            for name, rows in tender_rows(like, facts, fields["date"] - like.date, key, locale).items():
                setattr(page, name, rows)
            page.take_from_steps()
        if issubclass(model, ActPage):
            page.attachments = [
                ActAttachment(
                    document=row.document,
                    locale=locale,
                    sort_order=order,
                    translation_key=uuid.uuid5(key, f"attachment {order}"),
                )
                for order, row in enumerate(facts.get("attachments", []))
            ]
        if isinstance(like, Album):
            page.pictures = album_pictures(like, self._content, self._files, locale)
            for order, row in enumerate(page.pictures.all()):
                row.sort_order, row.translation_key = order, uuid.uuid5(key, f"picture {order}")
        return page

    def _facts_of(self, like: Like) -> dict[str, Any]:
        """The facts of a publication of the demo, read and with their files made once, and ready to be projected."""
        if like.slug not in self._facts:
            facts = fact_fields(like, self._content, self._files, self._locales[SOURCE_LOCALE])
            for row in facts.get("attachments", []):
                row.document = _with_facts(row.document)
            for row in facts.get("steps", []):
                if row.contract_file is not None:
                    row.contract_file = _with_facts(row.contract_file)
            for name in ("signed_pdf", "pdf"):
                if name in facts:
                    facts[name] = _with_facts(facts[name])
            for name in ("image", "poster"):
                if facts.get(name):
                    facts[name].get_rendition(IMAGE_FILTER)
                    images = get_image_model().objects.prefetch_renditions(IMAGE_FILTER)
                    facts[name] = images.get(pk=facts[name].pk)
            self._facts[like.slug] = facts
        return self._facts[like.slug]


def _with_facts(document: Any) -> Any:
    facts_of(document)
    return get_document_model().objects.select_related("facts").get(pk=document.pk)


def _moved(draft: Draft, facts: dict[str, Any], date: datetime.date) -> dict[str, Any]:
    """The facts that another day and number change. Without a notice's results: those are texts of the first."""
    like = draft.like
    if isinstance(like, Tender):
        date = first_day(like, date)
        authority, _year, _number, rest = like.number.split("-", 3)
        return {"date": date, "number": f"{authority}-{date:%y}-{draft.number + 1:06}-{rest}"}
    moved = {
        name: later(moment, date - like.date)
        for name in ("deadline", "starts_at", "ends_at")
        if (moment := facts.get(name)) is not None
    }
    if isinstance(like, Event):  # its date is the day on which it begins
        return moved
    if isinstance(like, Notice):
        moved["results_date"] = None
    if isinstance(like, NumberedAct):
        moved["number"] = f"{like.number[:6]}/{date:%y}-{draft.number + 1:06}"
    return {**moved, "date": date}


def _announced(like: Like, date: datetime.date) -> datetime.date:
    """The day on which it was published, which is the one that it carries; events are announced a week ahead."""
    if isinstance(like, Tender):
        return first_day(like, date)
    return date - datetime.timedelta(days=7) if isinstance(like, Event) else date


#: the section and the model of each type of the demo's content
PLACES: dict[type[Like], tuple[str, Any]] = {
    Decision: ("decisions", DecisionPage),
    Regulation: ("regulations", RegulationPage),
    Minutes: ("minutes", MinutesPage),
    News: ("news", NewsPage),
    Notice: ("news", NoticePage),
    Document: ("documents", DocumentPage),
    Album: ("albums", AlbumPage),
    Recording: ("albums", RecordingPage),
    Tender: ("tenders", TenderPage),
    Event: ("calendar", EventPage),
}


def _section_key(like: Like) -> str:
    return PLACES[type(like)][0]


def _model_of(like: Like) -> Any:
    return PLACES[type(like)][1]


def _content(draft: Draft, code: str) -> list[dict[str, Any]]:
    name = f"{HOME}/{draft.number}"
    own = {"type": "rich_text", "value": f"<p>{draft.sentences[code]}</p>", "id": block_id(name, "own")}
    return [own, *stored_blocks(name, draft.blocks[code], {})]
