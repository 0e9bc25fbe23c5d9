"""Reads the publication log, and publishes a release where a tender says something else than its last one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms_pages.publishing.models import PublishedItem
from publications.tenders.models.page import TenderPage
from publications.tenders.models.tender import Tender
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
        pages = TenderPage.objects.filter(live=True, alias_of=None)
        for pk, key in pages.filter(pk__in=public).order_by("pk").values_list("pk", "translation_key"):
            with transaction.atomic():
                Tender.objects.wait_for_others(key)
                page = pages.filter(pk=pk).first()
                if page is not None and is_original(page):
                    publish_releases(page)
