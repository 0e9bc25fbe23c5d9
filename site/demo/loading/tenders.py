"""The demo's tenders: their facts with the files, and the rows with their texts in each language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from cms_pages.models import Body
from demo.content import Content
from demo.loading.files import Files
from demo.loading.keys import key_of
from demo.pdf import contract_pdf
from demo.procurement import Step, Supplier, Tender
from demo.texts import SOURCE_LOCALE
from publications.models import (
    ContractType,
    Procedure,
    TenderAward,
    TenderLot,
    TenderStep,
    ValueClass,
)
from publications.models import Supplier as SupplierRow


def load_suppliers(suppliers: Iterable[Supplier]) -> int:
    """Make the suppliers that are missing; returns how many."""
    known = set(SupplierRow.objects.values_list("registration_number", flat=True))
    missing = [supplier for supplier in suppliers if supplier.registration_number not in known]
    for supplier in missing:
        SupplierRow.objects.create(**supplier.model_dump(include={"name", "registration_number", "address"}))
    return len(missing)


def tender_fields(item: Tender, content: Content, files: Files, locale: Locale) -> dict[str, Any]:
    """The facts of a tender's page, and its rows in the original's language."""
    rows = {one.key: SupplierRow.objects.get(registration_number=one.registration_number) for one in content.suppliers}
    lots, steps = (child_texts(item, SOURCE_LOCALE)[name] for name in ("lots", "steps"))
    for row, lot in zip(lots, item.lots, strict=True):
        row.value, row.locale = lot.value, locale
    for row, step in zip(steps, item.steps, strict=True):
        row.locale = locale
        for name, value in _facts(step).items():
            setattr(row, name, value)
        row.supplier = rows[step.supplier] if step.supplier else None
        if step.kind == "contract_signed":
            make = partial(contract_pdf, item, step, content)
            title = f"Kontrata nr. {step.contract_number}"
            row.contract_file = files.document(title, f"{item.slug}-kontrata-{row.number}.pdf", make)
    return {
        "number": item.number,
        "body": Body.objects.get(key=item.body, locale=locale),
        "procedure": Procedure.objects.get(key=item.procedure, locale=locale),
        "contract_type": ContractType.objects.get(key=item.contract_type, locale=locale),
        "value_class": ValueClass.objects.get(key=item.value_class, locale=locale),
        "value": item.value,
        "lots": lots,
        "steps": steps,
        "awards": [
            TenderAward(step=number, lot=award.lot, supplier=rows[award.supplier], amount=award.amount, locale=locale)
            for number, step in enumerate(item.steps, start=1)
            for award in step.awards
        ],
    }


def child_texts(item: Tender, code: str) -> dict[str, list[Any]]:
    """The lots and steps of a tender with their texts in a language; those not translated are left out."""
    key = f"tenders/{item.slug}"
    lots = [
        TenderLot(number=number, title=title, translation_key=key_of(f"{key}/lots/{number}"))
        for number, lot in enumerate(item.lots, start=1)
        if (title := lot.title.get(code))
    ]
    steps = [
        TenderStep(
            number=number, kind=step.kind, date=step.date, text=text, translation_key=key_of(f"{key}/steps/{number}")
        )
        for number, step in enumerate(item.steps, start=1)
        if (text := step.text.get(code))
    ]
    return {"lots": lots, "steps": steps}


def _facts(step: Step) -> dict[str, Any]:
    left_out = {"kind", "date", "text", "awards", "supplier"}
    facts = step.model_dump(exclude=left_out)
    return {
        name: timezone.make_aware(value) if isinstance(value, datetime.datetime) else value
        for name, value in facts.items()
    }
