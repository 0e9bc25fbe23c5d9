"""What Wagtail's accessibility checker looks for while somebody writes, beyond Wagtail's own choice.

Only the part of the page that its author wrote is checked: the site's frame is its makers' affair.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.models import Page


class AuthorsChecker(ContentCheckerItem):
    axe_include = ["main"]
    #: rules of axe-core: https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "color-contrast",
        "image-alt",
        "image-redundant-alt",
        "list",
        "page-has-heading-one",
        "th-has-data-cells",
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "color-contrast": {
            "error_name": _("Text is hard to read on its background"),
            "help_text": _("Tell those who look after the site"),
        },
        "image-alt": {
            "error_name": _("Image has no description"),
            "help_text": _("Write what it shows, or mark it as decorative"),
        },
        "image-redundant-alt": {
            "error_name": _("Description of the image repeats the text beside it"),
            "help_text": _("Write what it shows and the text does not say"),
        },
        "list": {
            "error_name": _("List has parts that are no list items"),
            "help_text": _("Write it anew with the buttons for lists"),
        },
        "page-has-heading-one": {
            "error_name": _("Page has no main heading"),
            "help_text": _("Give the page a title"),
        },
        "th-has-data-cells": {
            "error_name": _("Table has a heading without cells"),
            "help_text": _("Fill in the row or column, or remove its heading"),
        },
    }


def use_authors_checker(request: HttpRequest, items: list[BaseItem], page: Page | None) -> None:
    """For Wagtail's hook ``construct_wagtail_userbar``, which also sets up the checks beside the editor."""
    items[:] = [
        AuthorsChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]
