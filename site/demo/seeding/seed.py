"""Fills an installation with invented publications, for measuring."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from django.db import connection

from cms_pages.publishing.readers import run_reader
from cms_pages.publishing.worker import work_once
from cms_pages.registry import readers
from demo.content import Content
from demo.loading.registers import load_bodies
from demo.loading.tenders import load_suppliers
from demo.seeding.pages import PageWriter
from demo.seeding.texts import drafts
from demo.seeding.tree import check_empty, plant
from publications.tenders.defaults import make_terms

#: publications written in one transaction
BATCH = 200


def seed(content: Content, pages: int, base_url: str, progress: Callable[[int], object], *, anyway: bool) -> None:
    """Add so many pages, in all languages together; ``progress`` is called with how many were written each time.

    Their items are in the publication log, and its readers (search) have followed. Raises NotEmptyError where there
    are other pages, unless told to add them ``anyway``.
    """
    if not anyway:
        check_empty()
    tree = plant(content, base_url)
    load_bodies(content.bodies)
    make_terms()
    load_suppliers(content.suppliers)
    while work_once():
        pass
    planned = list(drafts(content, tree.size, pages))
    writer = PageWriter(content, tree, len(planned))
    rest = iter(planned)
    while batch := list(islice(rest, BATCH)):
        progress(writer.write(batch))
        for reader in readers:
            while run_reader(reader):  # a batch of its own size, which is smaller than that of what was written
                pass
    if connection.vendor == "postgresql":  # which does so by itself within minutes
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
