"""Fills the empty database of DATABASE_URL with decisions: ``python -m tests.benchmarks.seed 10000``.

The first few hundred are projected as the worker does, and the items of the others are made from theirs: writing and
projecting each page as an editor would takes ten minutes.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import uuid
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from publications.models import DecisionPage

PROJECTED = 200
YEARS = 12
WORDS = """
komuna kuvendi vendim buxhet projekt rrugë shkollë ujësjellës banorë lagje prona leje ndërtim mjedis pastrim shërbim
publik transport investim kryetari drejtoria komiteti propozim miratim marrëveshje kontratë furnizim arsim
shëndetësi kulturë sport rini bujqësi zhvillim ekonomi urbanizëm kadastër taksa tarifa subvencion grant nenin
paragrafin ligjit rregulloren procedurë afat ankesë njoftim publikohet hyn fuqi ditë muaj vit
"""


def seed(count: int) -> None:
    """Write ``count`` decisions with two attachments each, below the section of a new default site."""
    from django.core.management import call_command
    from django.db import connection, transaction

    from cms_pages.publishing.projector import project_pages
    from tests.factories import BodyFactory, DocumentFactory, make_site

    call_command("migrate", verbosity=0)
    section = make_site("127.0.0.1").sections["sq"]
    chance = random.Random(1)
    body = BodyFactory()
    documents = [DocumentFactory(text=_text(chance, 400)) for _ in range(20)]
    with transaction.atomic():
        pages = _write_pages(count, section, body, documents, chance)
    project_pages(page.pk for page in pages[:PROJECTED])
    with transaction.atomic():
        _write_items(pages)
    if connection.vendor == "postgresql":  # which does so by itself within minutes
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS.split(), k=words))


def _write_pages(
    count: int, section: Any, body: Any, documents: list[Any], chance: random.Random
) -> list[DecisionPage]:
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from django.utils.text import slugify
    from wagtail.models import Page

    from publications.models import DecisionAttachment, DecisionKind, DecisionPage

    now = timezone.now()
    rows = []
    for number in range(1, count + 1):
        title = f"Vendim numër {number} për {_text(chance, 6)}"
        slug = slugify(title)[:200]
        rows.append(
            Page(
                path=Page._get_path(section.path, section.depth + 1, number),
                depth=section.depth + 1,
                title=title,
                draft_title=title,
                slug=slug,
                url_path=f"{section.url_path}{slug}/",
                content_type=ContentType.objects.get_for_model(DecisionPage),
                locale=section.locale,
                translation_key=uuid.uuid4(),
                live=True,
                first_published_at=now,
                last_published_at=now,
            )
        )
    Page.objects.bulk_create(rows, batch_size=500)
    Page.objects.filter(pk=section.pk).update(numchild=count)
    pages = []
    for number, row in enumerate(rows):
        page = DecisionPage(
            page_ptr=row,
            number=f"01-400/{number:05}",
            date=datetime.date(2025, 12, 31) - datetime.timedelta(days=number * YEARS * 365 // count),
            body=body,
            kind=chance.choice(DecisionKind.values),
            legal_basis=_text(chance, 12),
            signed_pdf=chance.choice(documents),
            summary=_text(chance, 25),
            content=[("heading", _text(chance, 4)), ("rich_text", f"<p>{_text(chance, 250)}</p>")],
        )
        page.__dict__.update({name: value for name, value in row.__dict__.items() if name != "_state"})
        page.save_base(raw=True)
        pages.append(page)
    attachments = [
        DecisionAttachment(page=page, document=document, locale=page.locale, sort_order=order)
        for page in pages
        for order, document in enumerate(chance.sample(documents, 2))
    ]
    DecisionAttachment.objects.bulk_create(attachments, batch_size=500)
    return pages


def _write_items(pages: list[DecisionPage]) -> None:
    from cms_pages.models import LogState, PublishedFile, PublishedItem
    from cms_pages.publishing.projector import payload

    log = LogState.lock()
    known = {item.page_id: item for item in PublishedItem.objects.filter(page_id__in=[p.pk for p in pages[:PROJECTED]])}
    files = {pk: list(item.files.values_list("document_id", flat=True)) for pk, item in known.items()}
    items, used = [], []
    for place, page in enumerate(pages[PROJECTED:]):
        like = known[pages[place % PROJECTED].pk]
        columns = {field.attname: getattr(like, field.attname) for field in like._meta.concrete_fields}
        log.sequence += 1
        columns |= {
            "id": None,
            "item_id": f"{page.translation_key}.{like.locale}",
            "translation_key": page.translation_key,
            "page_id": page.pk,
            "sequence": log.sequence,
            "identifier": page.number,
            "date": page.date,
            "year": page.date.year,
            "kind": page.kind,
            "title": page.title,
            "url": like.url.replace(_slug_of(like), page.slug),
        }
        content = json.loads(like.payload) | {
            "id": columns["item_id"],
            "title": page.title,
            "url": columns["url"],
            "date": page.date.isoformat(),
            "number": page.number,
            "kind": page.kind,
        }
        item = PublishedItem(**columns)
        item.payload = payload(content, log.sequence, item.changed_at)
        items.append(item)
        used.append(files[like.page_id])
    PublishedItem.objects.bulk_create(items, batch_size=200)
    rows = [PublishedFile(item=item, document_id=pk) for item, ids in zip(items, used, strict=True) for pk in ids]
    PublishedFile.objects.bulk_create(rows, batch_size=500)
    # The made-up items are not what their pages would give, so a worker should not find that out while it is measured.
    log.reconciled_at = datetime.datetime.now(datetime.UTC)
    log.save()


def _slug_of(item: Any) -> str:
    return str(item.url).rstrip("/").rsplit("/", 1)[-1]


if __name__ == "__main__":
    django.setup()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int)
    seed(parser.parse_args().pages)
