"""What editors see of each type, in the order in which they have it at hand."""

from __future__ import annotations

from typing import Any

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page
from wagtailmedia.edit_handlers import MediaChooserPanel

from publications.rows import RowsChooserPanel, RowsPanel

# Wagtail would open a dialog, as for any snippet; there are a dozen.
BODY = FieldPanel("body", widget=Select)


def act_panels(*facts: str) -> list[Any]:
    """The panels of an act whose type has these facts too."""
    return [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("number"), FieldPanel("date"), BODY, *map(FieldPanel, facts)],
            heading=_("Facts"),
            help_text=_("The same in every language: entered once, here, and never translated."),
        ),
        InlinePanel("signers", label=_("Signer"), heading=_("Signers")),
        FieldPanel("signed_pdf"),
        FieldPanel("file_reason"),
        MultiFieldPanel([FieldPanel("entry_into_force"), FieldPanel("end_of_validity")], heading=_("Validity")),
        RowsPanel(
            "relations",
            label=_("Relation"),
            heading=_("Relations to earlier acts"),
            help_text=_("What this act does to earlier ones. It is shown with both acts."),
        ),
        FieldPanel("legal_basis"),
        FieldPanel("summary"),
        FieldPanel("content"),
        RowsPanel(
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
    RowsPanel(
        "acts",
        label=_("Act"),
        heading=_("Acts taken at the meeting"),
        help_text=_("Shown with the minutes, and with each act."),
    ),
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
    FieldPanel("album"),
    MultiFieldPanel([FieldPanel("speaker"), FieldPanel("occasion")], heading=_("Speech, statement or interview")),
    FieldPanel("event"),
    MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], heading=_("Shared from")),
]

notice_panels = [
    *Page.content_panels,
    MultiFieldPanel(
        [FieldPanel("kind"), FieldPanel("reference"), FieldPanel("date"), BODY, FieldPanel("deadline")],
        heading=_("Facts"),
        help_text=_("The same in every language: entered once, here, and never translated."),
    ),
    MultiFieldPanel(
        [FieldPanel("place"), FieldPanel("starts_at"), FieldPanel("ends_at")],
        heading=_("Place and time"),
        help_text=_("Of a vacancy or an invitation. Search engines and calendars show it."),
    ),
    FieldPanel("summary"),
    FieldPanel("content"),
    MultiFieldPanel(
        [FieldPanel("results_date"), FieldPanel("results")],
        heading=_("Results"),
        help_text=_("Added later, when they are announced: a text, lists, files. They do not open the notice again."),
    ),
]

event_panels = [
    *Page.content_panels,
    MultiFieldPanel(
        [
            *(FieldPanel(name) for name in ("kind", "starts_at", "ends_at")),
            BODY,
            *(FieldPanel(name) for name in ("open_to_press", "cancelled")),
        ],
        heading=_("Facts"),
        help_text=_("The same in every language: entered once, here, and never translated."),
    ),
    FieldPanel("place"),
    FieldPanel("people"),
    FieldPanel("summary"),
    FieldPanel("content"),
]

album_panels = [
    *Page.content_panels,
    MultiFieldPanel([FieldPanel("date"), FieldPanel("place"), BODY, FieldPanel("event")], heading=_("Event")),
    MultiFieldPanel([FieldPanel("credit"), FieldPanel("licence")], heading=_("Credit and licence")),
    RowsChooserPanel(
        "pictures",
        chooser_field_name="image",
        label=_("Picture"),
        heading=_("Pictures"),
        help_text=_("Upload them first under Images, as many at once as you like, then choose them here together."),
    ),
    FieldPanel("summary"),
    FieldPanel("content"),
]

recording_panels = [
    *Page.content_panels,
    MediaChooserPanel("recording", help_text=_("Upload it here or under Media, and choose it.")),
    MultiFieldPanel([FieldPanel("date"), FieldPanel("place"), BODY, FieldPanel("event")], heading=_("Event")),
    MultiFieldPanel([FieldPanel("credit"), FieldPanel("licence")], heading=_("Credit and licence")),
    FieldPanel("summary"),
    FieldPanel("transcript"),
    RowsPanel(
        "subtitles",
        label=_("Subtitles"),
        heading=_("Subtitles"),
        help_text=_("Where there are some: a WebVTT file (.vtt) for each language, uploaded as a document."),
    ),
    FieldPanel("poster"),
    FieldPanel("content"),
]

document_panels = [
    *Page.content_panels,
    MultiFieldPanel([FieldPanel("kind"), FieldPanel("period"), FieldPanel("date"), BODY], heading=_("Facts")),
    FieldPanel("pdf"),
    FieldPanel("summary"),
    FieldPanel("content"),
]
