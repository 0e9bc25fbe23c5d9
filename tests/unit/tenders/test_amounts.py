"""Amounts as people write them: understood, or refused with a sentence, and never guessed at."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from publications.tenders.amounts import AmountField, AmountFormField, parse_amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12500", "12500.00"),
        ("12500,5", "12500.50"),
        ("12500.50", "12500.50"),
        ("12.500", "12500.00"),
        ("12,500", "12500.00"),
        ("12.500,50", "12500.50"),
        ("12,500.50", "12500.50"),
        ("1 234 567,89", "1234567.89"),
        ("1\N{NO-BREAK SPACE}234", "1234.00"),
        ("1'234'567.8", "1234567.80"),
        ("€ 12.500,00", "12500.00"),
        ("12500 EUR", "12500.00"),
        ("0,99", "0.99"),
        ("9" * 40, "9" * 40 + ".00"),
    ],
)
def test_what_people_write_is_understood(typed: str, amount: str) -> None:
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["12,34.56", "1.23.456", "12.5000", "1,2,3", "12..5", "-5", "1.234.56", ",", "1٢"])
def test_separators_that_contradict_each_other_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_amount(typed)
    assert refused.value.code == "amount"


@pytest.mark.parametrize("typed", ["12500 USD", "$12500", "12500 lekë", "1200 din", "12.500 £"])
def test_another_currency_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_amount(typed)
    assert refused.value.code == "currency"


def test_nothing_is_no_amount() -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(Decimal(0), None)


def test_more_digits_than_an_amount_can_have_are_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        AmountFormField(max_digits=14, decimal_places=2).clean("9" * 40)
    assert [error.code for error in refused.value.error_list] == ["max_digits"]


def test_what_was_typed_wrong_stays_as_it_was_typed() -> None:
    field = AmountFormField()
    assert field.prepare_value("12,34.56") == "12,34.56"
    with override("sq"):
        assert field.prepare_value(Decimal("12500.5")) == "12.500,50"
