from __future__ import annotations

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """A number as people of the language write it: 1.250."""
    return str(number_format(number, force_grouping=True))
