"""Publishes a release with each step, and with each change of what is said of them. None is ever written again.

“A release is published each time there is a change”, and “cannot be changed once published”.
Source: https://standard.open-contracting.org/1.1/en/primer/releases_and_records/
"""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from publications.tenders.models.tender import Tender, TenderRelease
from publications.tenders.ocds import codes
from publications.tenders.ocds.compiled import compiled_release
from publications.tenders.ocds.release import ReleaseOf, without_nothing
from publications.tenders.ocds.taken_back import keep_what_ended, take_back
from publications.tenders.ocds.words import Words
from publications.tenders.published import step_digest, tender_facts

if TYPE_CHECKING:
    from publications.tenders.models.page import TenderPage
    from publications.tenders.models.step import TenderStep

#: what every release has of its own
_OF_EACH = {"ocid", "id", "date", "language", "tag"}
#: the shortest time between two releases of a tender: they are put in order by their dates
_APART = datetime.timedelta(milliseconds=1)


def publish_releases(page: TenderPage, words: Words | None = None) -> list[TenderRelease]:
    """Write what of a public page has no release yet: its steps in their order, or, where there is no new one, what it
    and its translations say otherwise than the last release. Returns what was written.

    ``words`` are its texts, for who has them already; else they are read.

    Must be called in the transaction that publishes the page, so that no step is ever public without its release.
    """
    if not page.life.steps:
        return []
    with transaction.atomic():
        Tender.objects.get_or_create(translation_key=page.translation_key)
        tender = Tender.objects.select_for_update().get(translation_key=page.translation_key)
        before = list(tender.releases.order_by("date"))
        known = {release.step for release in before}
        site, words = page.get_site(), words or Words.of(page)
        tender.identify(site, (page.date or timezone.localdate()).year)

        def after(step: TenderStep, update: int = 0) -> ReleaseOf:
            return ReleaseOf(page, site, tender.ocid, page.life.up_to(step.number + 1), page.story, words, update)

        made: list[TenderRelease] = []
        for step in page.life.steps:
            if step.number not in known:
                release = after(step)
                made.append(_write(tender, release, codes.release_tags(release.life), [*before, *made]))
        if not made:
            release = after(page.life.steps[-1], before[-1].update + 1)
            if changed := _changed(before[-1], release):
                made = [_write(tender, release, codes.update_tags(release.life, changed), before)]
        if made:
            tender.changed_at = made[-1].date
            compiled = compiled_release([json.loads(each.payload) for each in [*before, *made]])
            tender.compiled = as_json(without_nothing(compiled))
            tender.save()
        return made


def _write(tender: Tender, release: ReleaseOf, tags: list[str], before: list[TenderRelease]) -> TenderRelease:
    now = timezone.now()
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    date = max(now, before[-1].date + _APART) if before else now
    content = release.as_dict(date, tags)
    if before:
        last = json.loads(before[-1].payload)
        keep_what_ended(without_nothing(last), content)
        take_back(last, content)
    return TenderRelease.objects.create(
        tender=tender,
        step=release.step.number,
        update=release.update,
        release_id=release.release_id,
        date=date,
        payload=as_json(content),
        facts=tender_facts(release.page),
        step_digest=step_digest(release.page, release.step),
    )


def _changed(last: TenderRelease, release: ReleaseOf) -> set[str]:
    """The parts of which a release says something else than the last one."""
    # What it took back is not said any more.
    said: dict[str, Any] = without_nothing(json.loads(last.payload))
    says: dict[str, Any] = json.loads(as_json(release.content()))
    keep_what_ended(said, says)
    says = without_nothing(says)
    return {name for name in says if says[name] != said.get(name)} | (said.keys() - says.keys() - _OF_EACH)


def as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
