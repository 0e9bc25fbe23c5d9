"""Publishes a release with each step: written once, when the step is published, and never again."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from publications.tenders.life import Life
from publications.tenders.models.tender import Tender, TenderRelease
from publications.tenders.ocds.compiled import compiled_release
from publications.tenders.ocds.release import ReleaseOf
from publications.tenders.published import step_digest, tender_facts

if TYPE_CHECKING:
    from publications.tenders.models.page import TenderPage

#: the shortest time between two releases of a tender: they are put in order by their dates
_APART = datetime.timedelta(milliseconds=1)


def publish_releases(page: TenderPage) -> list[TenderRelease]:
    """Write the release of each step of a public page that has none yet, in the order of the steps. Returns them.

    Must be called in the transaction that publishes the page, so that no step is ever public without its release.
    """
    with transaction.atomic():
        Tender.objects.get_or_create(translation_key=page.translation_key)
        tender = Tender.objects.select_for_update().get(translation_key=page.translation_key)
        before = list(tender.releases.order_by("date"))
        known = {release.step for release in before}
        steps = [step for step in page.life.steps if step.number not in known]
        if not steps:
            return []
        site = page.get_site()
        tender.identify(site, (page.date or timezone.localdate()).year)
        others = list(
            type(page)
            .objects.filter(translation_key=page.translation_key, live=True, alias_of=None)
            .exclude(pk=page.pk)
        )
        date, made = before[-1].date if before else None, []
        for step in steps:
            now = timezone.now()
            now = now.replace(microsecond=now.microsecond // 1000 * 1000)
            date = now if date is None else max(now, date + _APART)
            release = ReleaseOf(page, site, tender.ocid, _including(page.life, step.number), page.story, others, date)
            made.append(
                TenderRelease.objects.create(
                    tender=tender,
                    step=step.number,
                    release_id=release.release_id,
                    date=date,
                    payload=as_json(release.as_dict()),
                    facts=tender_facts(page),
                    step_digest=step_digest(page, step),
                )
            )
        tender.changed_at = date
        tender.compiled = as_json(compiled_release([json.loads(each.payload) for each in [*before, *made]]))
        tender.save()
        return made


def as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _including(life: Life, number: int) -> Life:
    return life.up_to(number + 1)
