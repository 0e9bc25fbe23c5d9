from __future__ import annotations

from decimal import Decimal

from django import template

from publications.tenders.amounts import written
from publications.tenders.life import TenderState

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str:
    """An amount with its currency, which stays on its line: ``12.500,50 €``."""
    return "" if amount is None else f"{written(amount)}\N{NO-BREAK SPACE}€"


@register.filter
def tender_state(state: str) -> str:
    return str(TenderState(state).label) if state else ""
