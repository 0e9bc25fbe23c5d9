"""The form of one step: only the fields that its kind has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import get_form_for_model
from wagtail.blocks import CharBlock, ListBlock, StructBlock
from wagtail.blocks.base import BlockField
from wagtail.documents.blocks import DocumentChooserBlock

from cms_pages.text import one_line
from publications.tenders.amounts import AmountFormField, above_zero
from publications.tenders.models import StepKind, Supplier, TenderAward, TenderDocument, TenderPage, TenderStep
from publications.tenders.published import public_from
from publications.tenders.rules import REQUIRED, WHOLE, StepCheck, award_error

#: what each kind has beside its day, text and documents
FIELDS: dict[StepKind, tuple[str, ...]] = {
    StepKind.PLANNED: (),
    StepKind.NOTICE: ("enquiry_deadline", "deadline"),
    StepKind.CLARIFICATION: (),
    StepKind.CORRECTION: ("enquiry_deadline", "deadline"),
    StepKind.OPENED: ("bids",),
    StepKind.AWARD: (),
    StepKind.STANDSTILL: ("standstill_until",),
    StepKind.CONTRACT: ("supplier", "lots", "contract_number", "amount", "starts_on", "ends_on", "contract_file"),
    StepKind.AMENDMENT: ("contract_step", "amount", "ends_on"),
    StepKind.IMPLEMENTATION: ("contract_step", "amount", "is_final"),
    StepKind.CANCELLED: ("lots",),
    StepKind.UNSUCCESSFUL: ("lots",),
}
_LABELS = {
    (StepKind.CONTRACT, "date"): _("date of signing"),
    (StepKind.CORRECTION, "deadline"): _("new deadline for bids"),
    (StepKind.CORRECTION, "enquiry_deadline"): _("new deadline for questions"),
    (StepKind.CONTRACT, "amount"): _("amount of the contract (EUR)"),
    (StepKind.AMENDMENT, "amount"): _("new amount of the contract (EUR)"),
    (StepKind.AMENDMENT, "ends_on"): _("new last day"),
    (StepKind.IMPLEMENTATION, "amount"): _("paid (EUR)"),
}
_TO_WHOM = _("Choose to whom it was awarded.")
_HOW_MUCH = _("Enter for how much it was awarded.")
_SOME_LOTS = _("Fill in each lot that is awarded with this notice, one at least. Leave the others empty.")
_SIGNED_LOTS = _("Those that the contract is for. Choose none if it is for all that were awarded to this supplier.")
_ENDED_LOTS = _("Those that end with this step. Choose none if all end that are still open.")
_TEXT_OR_DOCUMENT = _("A few sentences, or a document below: one of the two is needed.")
_HELP = {
    (StepKind.CLARIFICATION, "text"): _TEXT_OR_DOCUMENT,
    (StepKind.AMENDMENT, "text"): _("What changes: one of the amount, the last day and this text is needed."),
    (StepKind.IMPLEMENTATION, "text"): _TEXT_OR_DOCUMENT,
}


def _documents_block() -> ListBlock:
    document = StructBlock(
        [
            ("document", DocumentChooserBlock(label=_("Document"))),
            ("title", CharBlock(required=False, max_length=255, label=_("Title"))),
        ],
        icon="doc-full",
        label=_("Document"),
    )
    return ListBlock(document, default=[], label=_("Documents"))


class StepForm(WagtailAdminModelForm):
    """``page`` is the tender's latest draft, without the step that is entered."""

    def __init__(self, *args: Any, page: TenderPage, documents: list[TenderDocument], **kwargs: Any) -> None:
        self.page = page
        self.awarded: list[TenderAward] = kwargs.pop("awards")
        super().__init__(*args, **kwargs)
        self.kind = StepKind(self.instance.kind)
        self._describe_fields()
        if "supplier" in self.fields:
            awards = [lot.award for lot in self._life().to_be_signed if lot.award is not None]
            self.fields["supplier"].queryset = Supplier.objects.filter(pk__in={award.supplier_id for award in awards})
        if "lots" in self.fields:
            self._offer_lots()
        if self.kind == StepKind.CORRECTION and self._life().stage != StepKind.NOTICE:
            # Nobody can bid: not yet, or no more.
            for name in FIELDS[StepKind.CORRECTION]:
                del self.fields[name]
        if "contract_step" in self.fields:
            self._offer_contracts()
        self._lot_fields = dict(self._make_lot_fields()) if self.kind == StepKind.AWARD else {}
        self.fields["documents"] = BlockField(block=_documents_block(), required=False, label=_("Documents"))
        self.initial["documents"] = [{"document": row.document, "title": row.title} for row in documents]
        self.order_fields([*[name for name in self.fields if name not in ("text", "documents")], "text", "documents"])

    def _life(self) -> Any:
        return self.page.life.up_to(self.instance.number)

    def _describe_fields(self) -> None:
        for (kind, name), label in _LABELS.items():
            if kind == self.kind:
                self.fields[name].label = capfirst(label)
        for (kind, name), help_text in _HELP.items():
            if kind == self.kind:
                self.fields[name].help_text = help_text
        for name, said in REQUIRED.get(self.kind, {}).items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = said

    def _offer_lots(self) -> None:
        life = self._life()
        is_contract = self.kind == StepKind.CONTRACT
        lots = life.to_be_signed if is_contract else [lot for lot in life.parts.values() if lot.is_open]
        titles = {lot.number: str(lot) for lot in self.page.lots.all()}
        choices = [(lot.number, titles[lot.number]) for lot in lots if lot.number in titles]
        if len(choices) < 2:
            del self.fields["lots"]
            return
        self.fields["lots"] = forms.TypedMultipleChoiceField(
            label=self.fields["lots"].label,
            choices=choices,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_SIGNED_LOTS if is_contract else _ENDED_LOTS,
        )

    def _offer_contracts(self) -> None:
        life = self._life()
        suppliers = Supplier.objects.in_bulk({contract.step.supplier_id for contract in life.contracts})
        lots = {lot.number: str(lot) for lot in self.page.lots.all()}
        choices = []
        for contract in life.contracts:
            if not contract.is_over:
                # A supplier can have several, each for other lots.
                its_lots = (lots[number] for number in life.about(contract.step) if number in lots)
                parts = (contract.step.contract_number, suppliers[contract.step.supplier_id].name, *its_lots)
                choices.append((contract.step.number, ", ".join(filter(None, parts))))
        only = choices[0][0] if len(choices) == 1 else None
        self.fields["contract_step"] = forms.TypedChoiceField(
            label=self.fields["contract_step"].label,
            choices=choices if only else [("", "---------"), *choices],
            coerce=int,
            initial=only,
            error_messages=self.fields["contract_step"].error_messages,
        )

    def _make_lot_fields(self) -> Iterator[tuple[int | None, tuple[str, str]]]:
        """A supplier and an amount for each lot, or for the whole. The register is read once."""
        suppliers = [("", "---------"), *((supplier.pk, str(supplier)) for supplier in Supplier.objects.all())]
        before = {award.lot: award for award in self.awarded}
        # Not within the f-strings below, in which gettext finds no texts.
        supplier_label, amount_label = capfirst(_("supplier")), capfirst(_("amount (EUR)"))
        parts = self._life().parts
        lots = {lot.number: lot.title for lot in self.page.lots.all() if parts[lot.number].is_open}
        lots = lots if self.page.lots.all() else {None: ""}
        is_only = len(lots) == 1
        for position, (number, title) in enumerate(sorted(lots.items(), key=lambda item: item[0] or 0)):
            prefix, about = f"lot_{number or 0}", f" – {number}. {title}" if number else ""
            award = before.get(number)
            self.fields[f"{prefix}_supplier"] = forms.TypedChoiceField(
                label=f"{supplier_label}{about}",
                choices=suppliers,
                coerce=int,
                required=is_only,
                empty_value=None,
                help_text=_SOME_LOTS if position == 0 and not is_only else "",
            )
            self.fields[f"{prefix}_amount"] = AmountFormField(
                label=f"{amount_label}{about}",
                required=is_only,
                max_digits=14,
                decimal_places=2,
                validators=[above_zero],
            )
            self.fields[f"{prefix}_supplier"].error_messages["required"] = _TO_WHOM
            self.fields[f"{prefix}_amount"].error_messages["required"] = _HOW_MUCH
            if award is not None:
                self.initial |= {f"{prefix}_supplier": award.supplier_id, f"{prefix}_amount": award.amount}
            yield number, (f"{prefix}_supplier", f"{prefix}_amount")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        for supplier, amount in self._lot_fields.values():
            if supplier in self.errors or amount in self.errors:
                continue
            if data.get(supplier) and data.get(amount) is None:
                self.add_error(amount, _HOW_MUCH)
            elif data.get(amount) is not None and not data.get(supplier):
                self.add_error(supplier, _TO_WHOM)
        return data

    def awards(self) -> list[TenderAward]:
        """The awards that were entered, not saved."""
        return [
            TenderAward(
                step=self.instance.number,
                lot=lot,
                supplier_id=self.cleaned_data[supplier],
                amount=self.cleaned_data[amount],
                locale=self.page.locale,
            )
            for lot, (supplier, amount) in self._lot_fields.items()
            if self.cleaned_data.get(supplier) and self.cleaned_data.get(amount) is not None
        ]

    def documents(self) -> list[TenderDocument]:
        """The documents that were chosen, not saved."""
        return [
            TenderDocument(
                step=self.instance.number,
                document=row["document"],
                title=one_line(row["title"] or ""),
                locale=self.page.locale,
            )
            for row in self.cleaned_data.get("documents") or []
        ]

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.errors:
            self._check()

    def _check(self) -> None:
        """The rules for what comes before it, each at its field. Once the fields themselves are in order."""
        awards, values = self.awards(), self.page.values()
        for award in awards:
            if error := award_error(award.lot, award.amount, values):
                self.add_error(self._lot_fields[award.lot][1], error)
        if self.errors:
            return
        has_documents = bool(self.cleaned_data.get("documents"))
        check = StepCheck(self._life(), self.instance, values, awards, has_documents, True, public_from(self.page))
        for name, error in check.errors().items():
            self._say(name, error)

    def _say(self, name: str, error: ValidationError) -> None:
        if name == WHOLE and self._lot_fields:
            name = next(iter(self._lot_fields.values()))[0]
        self.add_error(name if name in self.fields else None, error)


@cache
def step_form(kind: StepKind) -> type[StepForm]:
    """The form for steps of a kind."""
    form: type[StepForm] = get_form_for_model(
        TenderStep,
        form_class=StepForm,
        fields=["date", *FIELDS[kind], "text"],
        widgets={"supplier": forms.Select, "amount": forms.TextInput},
    )
    return form
