"""What editors see of a tender, in the order in which they have it at hand."""

from __future__ import annotations

from typing import Any

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Page

from publications.panels import BODY
from publications.rows import RowsPanel
from publications.tenders.published import releases_of


class StepsPanel(Panel):
    """The steps of the page's latest draft, with links to add one and to change those that are not published yet."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/tender_steps.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            steps = page.story.steps if page.pk is not None else []
            known = releases_of(page) if page.pk is not None else {}
            following = page.life.following() if page.pk is not None else []
            return {
                **context,
                "page": page,
                "steps": [(each, each.step.number in known) for each in steps],
                "last": steps[-1].step.number if steps else None,
                "following": following,
            }


class LotsPanel(RowsPanel):
    """The lots. Not shown where they are published: the form has none of them then."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            form = kwargs.get("form")
            self.is_locked = form is not None and kwargs["panel"].relation_name not in form.formsets
            if self.is_locked:
                kwargs["form"] = None
            super().__init__(**kwargs)

        def is_shown(self) -> bool:
            return not self.is_locked and bool(super().is_shown())


def _term(name: str) -> FieldPanel:
    # Wagtail would open a dialog, as for any snippet; there are a few.
    return FieldPanel(name, widget=Select)


tender_panels = [
    *Page.content_panels,
    StepsPanel(heading=_("Steps")),
    MultiFieldPanel(
        [
            FieldPanel("number"),
            BODY,
            _term("procedure"),
            _term("contract_type"),
            _term("value_class"),
            FieldPanel("value"),
        ],
        heading=_("Facts"),
        help_text=_(
            "The same in every language. Once published, only the step “Correction of the notice” lets you change them."
        ),
    ),
    LotsPanel(
        "lots",
        label=_("Lot"),
        heading=_("Lots"),
        help_text=_("Only where parts of it are awarded for themselves."),
    ),
    FieldPanel("summary"),
    FieldPanel("content"),
]
