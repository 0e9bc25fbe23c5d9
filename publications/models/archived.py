from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms_pages.files.references import body_reference
from cms_pages.models import Body
from publications.events.linked import event_of
from publications.rows import PageWithRows
from publications.validation import check_date


class Licence(models.TextChoices):
    """What others may do with pictures and recordings. The values are SPDX's identifiers where it has one."""

    PRESS = "press", _("Free for news reports, with the credit")
    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0 (CC BY)")
    CC_BY_SA = "CC-BY-SA-4.0", _("Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA)")
    CC0 = "CC0-1.0", _("No rights reserved (CC0)")


LICENCE_URLS = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def check_date_of(archived: Any) -> None:
    """Raise ValidationError, at its date, where that is no possible one."""
    try:
        check_date(archived.date)
    except ValidationError as error:
        raise ValidationError({"date": error}) from error


class ArchivedPage(PageWithRows):
    """What the media archive holds of one of the office's activities, and what everybody may do with it."""

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The day of the event."))
    place = models.CharField(_("place"), max_length=255, blank=True, help_text=_("Where it was, in this language."))
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
        help_text=_("The organ whose activity it was."),
    )
    credit = models.CharField(
        _("credit"), max_length=255, help_text=_("Who took the pictures or made the recording. It is shown with each.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=16,
        choices=Licence.choices,
        default=Licence.PRESS,
        help_text=_("What others may do with it."),
    )

    event = models.ForeignKey(
        "publications.EventPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("event"),
        help_text=_("The event of the calendar that it is of: each then leads to the other."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_date_of(self)

    @property
    def licence_url(self) -> str:
        """Where the licence can be read, or an empty string."""
        return LICENCE_URLS.get(Licence(self.licence), "")

    def item_place(self) -> str:
        return self.place

    def item_licence(self) -> str:
        return self.licence

    def item_date(self) -> datetime.date:
        return self.date

    def item_body(self) -> tuple[str, str]:
        return (self.body.key, self.body.name_in(self.locale, self.date)) if self.body else ("", "")

    def item_fields(self) -> dict[str, Any]:
        event = event_of(self)
        return {
            **super().item_fields(),
            "place": self.place,
            "body": self.body and body_reference(self.body, self.locale, self.date),
            "licence": {
                "id": self.licence,
                "name": str(Licence(self.licence).label),
                "url": self.licence_url,
            },
            "event": event.reference() if event is not None else None,
        }

    def item_text(self) -> str:
        return "\n".join(filter(None, (self.place, super().item_text())))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "event": event_of(self)}
