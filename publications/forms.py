from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from publications.selectors import decision_with_number


class DecisionForm(WagtailAdminPageForm):
    """Refuses a number that another decision of the same body, year and site has, drafts included."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        number, date, body = (data.get(name) for name in ("number", "date", "body"))
        if number and date and body:
            other = decision_with_number(number, date.year, body, near=self.parent_page, besides=self.instance)
            if other is not None:
                message = _("%(body)s already has a decision with the number %(number)s in %(year)s: “%(title)s”.")
                self.add_error(
                    "number", message % {"body": body, "number": number, "year": date.year, "title": other.title}
                )
        return data
