"""What programs for spreadsheets make of the cells of a CSV file."""

from __future__ import annotations

#: with which a cell would begin to calculate. Source: OWASP, "CSV injection"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def text_cell(text: str) -> str:
    """A text as a cell that stays one, whatever it begins with: behind an apostrophe where it would calculate."""
    return f"'{text}" if text.startswith(FORMULA) else text
