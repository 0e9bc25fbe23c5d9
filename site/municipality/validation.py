"""What a municipality's settings may not be, said so that an editor knows what to do."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from municipality.colours import READABLE, WHITE, contrast

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)


def check_is_colour(value: str) -> None:
    if not _COLOUR.fullmatch(value):
        raise ValidationError(_("Write a colour as # and six digits or letters from a to f, for example #0f4c55."))


def check_brand_colour(value: str) -> None:
    """Refuse a colour on which white text cannot be read (WCAG 2.2, 1.4.3)."""
    if not _COLOUR.fullmatch(value):
        return
    ratio = contrast(value, WHITE)
    if ratio < READABLE:
        raise ValidationError(
            _(
                "White text cannot be read on this colour: its contrast is %(ratio)s to 1, and at least %(least)s "
                "to 1 is needed. Choose a darker one."
            )
            % {"ratio": number_format(ratio, 1), "least": number_format(READABLE, 1)}
        )
