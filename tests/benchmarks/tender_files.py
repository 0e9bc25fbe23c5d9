"""Fills a database that has the demo with tenders and writes the files of a year: ``… tender_files 100000``.

Prints one JSON object: rows per second of CPU by file, and of reading the rows alone (``alone``); the length of the
file, and memory at the end beside that after a tenth of it (``growth``).
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import django

YEAR = 2020


def main(count: int) -> None:
    from django.db import connection

    from cms_pages.models import PublishedItem
    from cms_pages.open_data.streams import json_lines
    from publications.models import Tender
    from publications.tenders.api.bulk import compiled_releases, csv_rows

    site_id = _fill(count)
    rates = {}
    size, after_a_tenth, sent = 0, 0.0, 0
    for name, write in (("jsonl", json_lines), ("csv", csv_rows)):
        started, rows = time.process_time(), 0
        for part in write(compiled_releases(site_id, YEAR)):
            rows += part.count(b"\n")
            size, sent = size + len(part) * (name == "jsonl"), sent + 1
            if name == "jsonl" and not after_a_tenth and rows >= count // 10:
                after_a_tenth = _memory()
        rates[name] = rows / (time.process_time() - started)
    growth = _memory() / after_a_tenth
    started, rows = time.process_time(), 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT compiled FROM {Tender._meta.db_table} WHERE year = %s ORDER BY number", [YEAR])
        while read := cursor.fetchmany(500):
            rows += len(read)
    alone = rows / (time.process_time() - started)
    assert PublishedItem.objects.filter(type="tender").count() >= count == rows
    sys.stdout.write(json.dumps({**rates, "alone": alone, "bytes": size, "growth": growth}) + "\n")


def _fill(count: int) -> int:
    """So many public tenders of one year, each as large as the demo's largest. Returns the site's id."""
    from cms_pages.models import PublishedItem
    from publications.models import Tender

    like = max(Tender.objects.exclude(ocid=""), key=lambda tender: len(tender.compiled))
    item = PublishedItem.objects.live().filter(translation_key=like.translation_key)[0]
    highest = PublishedItem.objects.order_by("-sequence")[0].sequence
    if Tender.objects.filter(year=YEAR).exists():
        return item.site_id
    for start in range(0, count, 1000):
        tenders = [_tender(like, number) for number in range(start + 1, min(start + 1000, count) + 1)]
        Tender.objects.bulk_create(tenders)
        PublishedItem.objects.bulk_create(_items(item, tenders, highest + start))
    return item.site_id


def _tender(like: Any, number: int) -> Any:
    from publications.models import Tender

    ocid = f"ocds-000000-{YEAR}-{number}"
    return Tender(
        ocid=ocid,
        year=YEAR,
        number=number,
        changed_at=like.changed_at,
        compiled=like.compiled.replace(like.ocid, ocid),
        translation_key=uuid.uuid4(),
    )


def _items(like: Any, tenders: Iterable[Any], sequence: int) -> Iterator[Any]:
    from cms_pages.models import PublishedItem

    names = [field.attname for field in PublishedItem._meta.concrete_fields if field.name != "id"]
    for position, tender in enumerate(tenders, start=1):
        values = {name: getattr(like, name) for name in names}
        key = tender.translation_key
        values |= {"translation_key": key, "item_id": f"{key}.sq", "sequence": sequence + position}
        yield PublishedItem(**{**values, "payload": "{}", "text": "", "documents_text": ""})


def _memory() -> float:
    from tests.benchmarks.servers import memory

    return memory(os.getpid())


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
