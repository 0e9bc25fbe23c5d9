"""The form of a tender's page: its facts, lots and texts. Steps have forms of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from cms_pages.admin.forms import kept_forms
from publications.forms import BodyForm
from publications.tenders.life import Life
from publications.tenders.published import check_steps, is_original, may_change_facts, public_from, releases_of
from publications.tenders.rules import SAME_NUMBER, Values, check_lots
from publications.validation import as_typed

TERMS = ("procedure", "contract_type", "value_class")
LOCKED = ("number", "body", *TERMS, "value")


class TenderForm(BodyForm):
    """Refuses what would contradict the steps, and shows what is published without letting it be changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locale_id = self.instance.locale_id or self.parent_page.locale_id
        for name in TERMS:
            if name in self.fields:
                chosen = getattr(self.instance, f"{name}_id")
                self.fields[name].queryset = self.fields[name].queryset.to_choose(locale_id, chosen)
        if self.is_locked():
            for name in LOCKED:
                if name in self.fields:
                    self.fields[name].disabled = True
            self.formsets.pop("lots", None)

    def is_locked(self) -> bool:
        if self.instance.pk is None:
            return False
        return not may_change_facts(self.instance.steps.all(), releases_of(self.instance))

    def clean_number(self) -> str:
        return as_typed(self.cleaned_data["number"] or "")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        try:
            self._check_lots(data.get("value"))
        except ValidationError as error:
            self.add_error(None, error)
        if not self.errors and not self.is_deferred_validation:
            self._check_steps(data)
        return data

    def _lots(self) -> list[tuple[int, Decimal]]:
        formset = self.formsets.get("lots")
        if formset is None:
            return [(lot.number, lot.value) for lot in self.instance.lots.all()] if self.instance.pk else []
        rows = [form.cleaned_data for form in kept_forms(formset)]
        return [(row["number"], row["value"]) for row in rows if row.get("number") and row.get("value")]

    def _check_lots(self, value: Decimal | None) -> None:
        if "value" not in self.errors and not self._mark_same_numbers():
            check_lots(value, self._lots())

    def _mark_same_numbers(self) -> bool:
        """Say at its row which lot has the number of one before it; whether there is any."""
        formset = self.formsets.get("lots")
        numbers: set[int] = set()
        found = False
        for form in kept_forms(formset) if formset is not None else ():
            number = form.cleaned_data.get("number")
            if number and number in numbers:
                form.add_error("number", SAME_NUMBER)
                found = True
            numbers.add(number)
        return found

    def _check_steps(self, data: dict[str, Any]) -> None:
        """As the page itself does when it is published; with the facts and lots as they are in this form."""
        page = self.instance
        if page.pk is not None and not is_original(page):
            return
        drafted = page.life if page.pk is not None else Life([], [])
        notice, days = data["procedure"].publishes_notice, data["value_class"].standstill_days
        values: Values = dict(self._lots()) or {None: data.get("value")}
        documented = {row.step for row in page.documents.all()}
        try:
            check_steps(
                Life(drafted.steps, drafted.awards, notice, days, [number for number, _value in self._lots()]),
                values,
                documented,
                releases_of(page),
                public_from(page),
            )
        except ValidationError as error:
            self.add_error(None, error)
