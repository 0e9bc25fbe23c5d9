from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cms_pages.roles.roles import ROLES
from publications.history import in_language

if TYPE_CHECKING:
    from publications.models import ActPage
    from publications.models.act_change import ActChange

register = template.Library()


@register.filter
def breakable(address: str) -> SafeString:
    """An address whose lines end before a part, and not within one, where it has to have several."""
    return format_html_join("", "{}<wbr>", ((part,) for part in re.findall(r"[^/]*/*", address) if part))


@register.filter
def field_names(change: ActChange, page: ActPage) -> str:
    """The changed fields, as editors and readers know them."""
    return ", ".join(_label(name, page) for name in change.fields)


@register.filter
def post_name(post: str) -> str:
    """Who made a change: groups of ``setup_roles`` in the reader's language, others as their office calls them."""
    with translation.override(settings.LANGUAGE_CODE):
        known = {str(role.label): role.label for role in ROLES}
    return ", ".join(str(known.get(name, name)) for name in post.split(", "))


@register.simple_tag
def change_reason(change: ActChange, page: ActPage) -> dict[str, str]:
    text, locale = in_language(change.reason, page.locale.language_code)
    return {"text": text, "locale": locale}


def _label(name: str, page: ActPage) -> str:
    try:
        field: Any = page._meta.get_field(name)
    except FieldDoesNotExist:
        # Records are never changed, and models are.
        return name
    return str(field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name)
