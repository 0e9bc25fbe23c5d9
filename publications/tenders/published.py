"""What was published stays: a step never changes, and the facts of a tender only with a step that says so."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms_pages.translation import translations_into
from publications.tenders.models.document import TenderDocument
from publications.tenders.models.step import FACTS, StepKind, TenderStep
from publications.tenders.models.tender import Tender, TenderRelease
from publications.tenders.rules import WHOLE, StepCheck, Values

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

    from publications.tenders.life import Life
    from publications.tenders.models.page import TenderPage

#: with these the facts of the tender may change
CHANGES_FACTS = (StepKind.NOTICE, StepKind.CORRECTION)


def is_original(page: TenderPage) -> bool:
    """Whether it is neither a translation nor an alias: whose steps are the tender's."""
    return page.alias_of_id is None and not translations_into(page).exists()


def tender_of(page: TenderPage) -> Tender | None:
    original = page.alias_of if page.alias_of_id is not None else page
    return Tender.objects.filter(translation_key=original.translation_key).first()


def releases_of(page: TenderPage) -> dict[int, TenderRelease]:
    """The releases of a tender by the number of the step, without what they say."""
    releases = TenderRelease.objects.filter(tender__translation_key=page.translation_key).defer("payload")
    return {release.step: release for release in releases.order_by("date")}


def step_digest(page: TenderPage, step: TenderStep) -> str:
    """The SHA-256 of all that an editor has said with a step."""
    said = [
        # Left out where it names none, as in all that were published before steps could name lots.
        {
            name: _tidy(getattr(step, cast("Any", step._meta.get_field(name)).attname))
            for name in FACTS
            if name != "lots" or step.lots
        },
        step.text,
        sorted(award.facts() for award in page.awards.all() if award.step == step.number),
        sorted([row.document_id, row.title] for row in page.documents.all() if row.step == step.number),
    ]
    return hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def _tidy(value: Any) -> Any:
    """The same for the same: a draft has an amount as it was typed, and a moment in another zone than the database."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.astimezone(datetime.UTC).isoformat() if isinstance(value, datetime.datetime) else value


def tender_facts(page: TenderPage) -> dict[str, Any]:
    """What of a tender may only change with a step, as JSON, by the name of the field."""
    facts: dict[str, Any] = {
        name: getattr(page, name).key if getattr(page, f"{name}_id") else None
        for name in ("body", "procedure", "contract_type", "value_class")
    }
    lots = sorted((lot.number, f"{lot.value:.2f}") for lot in page.lots.all())
    value = None if page.value is None else f"{page.value:.2f}"
    return {**facts, "number": page.number, "value": value, "lots": [list(lot) for lot in lots]}


def may_change_facts(steps: Iterable[TenderStep], published: Iterable[int]) -> bool:
    """Whether nothing is published yet, or a step that changes facts waits to be."""
    known = set(published)
    return not known or any(step.number not in known and step.kind in CHANGES_FACTS for step in steps)


def check_published(page: TenderPage, published: dict[int, TenderRelease]) -> None:
    """Raise ValidationError where a published step was changed or removed, or facts without a step that says so."""
    if not published:
        return
    steps = {step.number: step for step in page.steps.all()}
    for number, release in published.items():
        step = steps.get(number)
        if step is None or step_digest(page, step) != release.step_digest:
            raise ValidationError(
                _("Step %(number)s was published and cannot be changed or removed. Add a step that corrects it."),
                code="published",
                params={"number": number},
            )
    if not may_change_facts(steps.values(), published):
        latest = max(published.values(), key=lambda release: release.date)
        facts = tender_facts(page)
        changed = [name for name, value in latest.facts.items() if facts[name] != value]
        if changed:
            raise ValidationError({_field(name): facts_locked() for name in changed})


def keep_files_of_tenders(document: AbstractDocument) -> None:
    """Raise ValidationError where a document's file was published with a step: a step never changes."""
    pages = TenderStep.objects.filter(contract_file=document.pk).values_list("page__translation_key", "number")
    rows = TenderDocument.objects.filter(document=document.pk).values_list("page__translation_key", "step")
    for key, step in {*pages, *rows}:
        if TenderRelease.objects.filter(tender__translation_key=key, step=step).exists():
            raise ValidationError(
                _(
                    "This file was published with a step of a tender and stays as it is. Upload the corrected file as "
                    "a new document, and add a step with it."
                ),
                code="published_with_a_tender",
            )


def facts_locked() -> ValidationError:
    return ValidationError(
        _("This was published and cannot be changed here. Add the step “Correction of the notice” first."),
        code="published",
    )


def _field(name: str) -> str:
    return WHOLE if name == "lots" else name


def check_steps(
    life: Life, values: Values, documented: set[int], published: Iterable[int], public_from: datetime.date
) -> None:
    """Raise ValidationError for the first of the steps that wait to be published which cannot be.

    ``documented`` are the numbers of the steps with documents; ``values``, ``public_from``: see ``StepCheck``.
    """
    if not life.steps:
        raise ValidationError(
            _("A tender is published with its first step: add one, such as the contract notice."), code="no_steps"
        )
    if [step.number for step in life.steps] != list(range(1, len(life.steps) + 1)):
        raise ValidationError(_("The steps must be numbered from 1, without gaps."), code="numbers")
    known = set(published)
    for step in life.steps:
        if step.number in known:
            continue
        awards = [award for award in life.awards if award.step == step.number]
        has_documents = step.number in documented
        check = StepCheck(life.up_to(step.number), step, values, awards, has_documents, False, public_from)
        for name, error in check.errors().items():
            raise ValidationError(
                _("Step %(number)s, %(step)s: %(error)s"),
                code=error.code if hasattr(error, "code") else "step",
                params={
                    "number": step.number,
                    "step": " – ".join(filter(None, (step.get_kind_display(), _label(step, name)))),
                    "error": " ".join(error.messages),
                },
            )


def public_from(page: TenderPage) -> datetime.date:
    """The first day on which it will be public what is published now, or at its set time."""
    today = timezone.localdate()
    return max(today, timezone.localdate(page.go_live_at)) if page.go_live_at else today


def _label(step: TenderStep, name: str) -> str:
    return "" if name == WHOLE else str(getattr(step._meta.get_field(name), "verbose_name", name))
