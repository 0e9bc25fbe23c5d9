"""What the search boxes ask for."""

from __future__ import annotations

import json

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cms_pages.registry import publication_types
from cms_pages.templatetags.cms_pages_tags import own_language_name
from cms_pages.text import language_tag

register = template.Library()


@register.simple_tag
def suggestions() -> str:
    """What ``suggestions.js`` needs to know, as JSON for a form's ``data-suggestions``."""
    return json.dumps(
        {
            "url": reverse("content-api:suggest_items"),
            "language": get_language(),
            "types": {known.name: str(known.label) for known in publication_types},
            "languages": {
                code: {"name": own_language_name(code), "tag": language_tag(code)}
                for code, _label in settings.WAGTAIL_CONTENT_LANGUAGES
            },
            "label": pgettext("while typing", "Suggestions"),
            "found": _("Suggestions: {count}. Move through them with the arrow keys."),
            "none": _("No suggestions."),
        },
        ensure_ascii=False,
    )
