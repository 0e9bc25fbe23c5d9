"""Fills an empty database with tenders and writes the files of a year: ``… tender_files 100000``.

Prints one JSON object: rows per second of CPU by file, and of reading the rows alone (``alone``); the length of the
file, and memory at the end beside that after a tenth of it (``growth``).
"""

from __future__ import annotations

import json
import os
import sys
import time

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
    """So many public tenders of one year, each like one that went all its way. Returns the site's id."""
    from django.db import connection

    from cms_pages.models import PublishedItem
    from publications.models import Tender
    from tests.factories import make_site
    from tests.factories.tenders import TO_CONTRACT, publish_tender
    from tests.support.fixtures import project

    tree = make_site()
    page = publish_tender(tree.sections["sq"], f"{TO_CONTRACT} amendment implementation", lots=3, documents=9)
    project()
    like = Tender.objects.get(translation_key=page.translation_key)
    item = PublishedItem.objects.get(translation_key=page.translation_key)
    # Written by the database: a program would take minutes for what is measured in seconds.
    tenders, items = Tender._meta.db_table, PublishedItem._meta.db_table
    is_sqlite = connection.vendor == "sqlite"
    key = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    ocid = f"'ocds-000000-{YEAR}-' || n"
    columns = [str(field.column) for field in PublishedItem._meta.concrete_fields if not field.primary_key]
    own = {
        "translation_key": "t.translation_key",
        "item_id": "t.ocid || '.sq'",
        "sequence": f"{item.sequence} + t.number",
        "payload": "'{}'",
        "text": "''",
        "documents_text": "''",
    }
    values = ", ".join(own.get(column, f"i.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
            f"INSERT INTO {tenders} (translation_key, site_id, ocid, year, number, changed_at, compiled) "
            f"SELECT {key}, site_id, {ocid}, {YEAR}, n, changed_at, replace(compiled, '{like.ocid}', {ocid}) "
            f"FROM numbers, {tenders} WHERE id = {like.pk}"
        )
        cursor.execute(
            f"INSERT INTO {items} ({', '.join(columns)}) "
            f"SELECT {values} FROM {items} i, {tenders} t WHERE i.id = {item.pk} AND t.year = {YEAR}"
        )
        cursor.execute("ANALYZE")
    return int(tree.site.pk)


def _memory() -> float:
    from tests.benchmarks.servers import memory

    return memory(os.getpid())


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
