"""What is asked of every page that is projected, read for many pages at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wagtail.models import Page, PageViewRestriction

from cms_pages.child_rows import read_references, read_rows
from cms_pages.machine_translation.marks import MachineTexts, read_machine_texts
from cms_pages.models.publishable import PublishablePage
from cms_pages.translation import Translations, read_translations


@dataclass(frozen=True)
class Together:
    """``parents`` are the primary keys of the pages' parents by the pages' own, ``restricted`` the pages that not
    everybody may see.
    """

    parents: dict[int, int]
    restricted: frozenset[int]
    translations: Translations
    machine_texts: MachineTexts


def read_together(pages: Collection[Page]) -> Together:
    """Read what the pages have: their rows, what they name, and what says whether and how they are public.

    They are the specific instances, freshly read.
    """
    read_rows(pages)
    read_references(pages)
    alike = defaultdict(list)
    for page in pages:
        if isinstance(page, PublishablePage):
            alike[type(page)].append(page)
    for model, those in alike.items():
        model.read_for_items(those)
    lineage = _read_lineage(pages)
    return Together(
        parents={page_id: line[-2][0] for page_id, line in lineage.items() if len(line) > 1},
        restricted=_restricted(pages, lineage),
        translations=read_translations(pages),
        machine_texts=read_machine_texts(pages),
    )


def _read_lineage(pages: Iterable[Page]) -> dict[int, list[tuple[int, int | None]]]:
    """For each page, from the root down to itself: primary keys, with what each is a copy of."""
    paths = {page.pk: [page.path[: depth * page.steplen] for depth in range(1, page.depth + 1)] for page in pages}
    wanted = {path for line in paths.values() for path in line}
    rows = Page.objects.filter(path__in=wanted).order_by().values_list("path", "pk", "alias_of")
    found = {path: (page_id, alias_of) for path, page_id, alias_of in rows}
    return {page_id: [found[path] for path in line if path in found] for page_id, line in paths.items()}


def _restricted(pages: Iterable[Page], lineage: dict[int, list[tuple[int, int | None]]]) -> frozenset[int]:
    keys = {key for line in lineage.values() for key, _alias_of in line}
    itself = set(PageViewRestriction.objects.filter(page_id__in=keys).values_list("page_id", flat=True))
    restricted = set()
    for page in pages:
        line = lineage[page.pk]
        if any(alias_of is not None for _key, alias_of in line):
            # A copy is as private as what it is a copy of, wherever that stands: Wagtail knows.
            private = page.get_view_restrictions().exists()
        else:
            private = any(key in itself for key, _alias_of in line)
        if private:
            restricted.add(page.pk)
    return frozenset(restricted)
