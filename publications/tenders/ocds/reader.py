"""Reads the publication log, and publishes a release where a tender says something else than its last one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from cms_pages.publishing.models import PublishedItem
from publications.tenders.models.page import TenderPage
from publications.tenders.ocds.releases import publish_releases
from publications.tenders.published import is_original

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ReleaseReader:
    """What changes without a tender's page: a supplier, body or procedure is renamed, a translation was withdrawn.

    Steps and corrected texts have their releases already, from the transaction that published them.
    """

    name: ClassVar[str] = "ocds"
    label: ClassVar[_StrPromise | str] = _("Open contracting data")
    batch_size: ClassVar[int] = 100

    def handle(self, items: Sequence[PublishedItem]) -> None:
        keys = {item.translation_key for item in items if item.type == "tender"}
        public = PublishedItem.objects.live().unexpired().filter(translation_key__in=keys).values("page_id")
        for page in TenderPage.objects.filter(pk__in=public, live=True, alias_of=None).order_by("pk"):
            if is_original(page):
                publish_releases(page)
