"""What editors see of each type, in the order in which they have it at hand."""

from __future__ import annotations

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page

# Wagtail would open a dialog, as for any snippet; there are a dozen.
BODY = FieldPanel("body", widget=Select)

decision_panels = [
    *Page.content_panels,
    MultiFieldPanel(
        [FieldPanel("number"), FieldPanel("date"), BODY, FieldPanel("kind")],
        heading=_("Facts"),
        help_text=_("The same in every language: entered once, here, and never translated."),
    ),
    FieldPanel("signed_pdf"),
    FieldPanel("legal_basis"),
    FieldPanel("summary"),
    FieldPanel("content"),
    InlinePanel(
        "attachments",
        label=_("Attachment"),
        heading=_("Attachments"),
        help_text=_("Annexes, maps, lists. The files are the same in every language; their titles are translated."),
    ),
]

minutes_panels = [
    *Page.content_panels,
    MultiFieldPanel([FieldPanel("meeting"), FieldPanel("date"), BODY], heading=_("Meeting")),
    FieldPanel("pdf", help_text=_("The minutes as they were adopted and signed.")),
    FieldPanel("summary"),
    FieldPanel("content"),
]

news_panels = [
    *Page.content_panels,
    MultiFieldPanel([FieldPanel("kind"), FieldPanel("date")], heading=_("Facts")),
    MultiFieldPanel(
        [
            FieldPanel("image", help_text=_("Shown at the top and when the news is shared.")),
            FieldPanel("image_alt"),
        ],
        heading=_("Image"),
    ),
    FieldPanel("summary"),
    FieldPanel("content"),
    MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], heading=_("Shared from")),
]
