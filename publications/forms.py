from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from publications.validation import check_number, tidy_number


class DecisionForm(WagtailAdminPageForm):
    """Tidies the number, and refuses one that is taken while the decision is new.

    Later the page itself does (``DecisionPage.clean``); before it is in the tree it cannot know on which site it is.
    """

    def clean_number(self) -> str:
        return tidy_number(self.cleaned_data["number"] or "")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        number, date, body = (data.get(name) for name in ("number", "date", "body"))
        if not self.instance.path and number and date and body:
            try:
                check_number(number, date, body, near=self.parent_page, besides=self.instance)
            except ValidationError as error:
                self.add_error("number", error)
        return data
