"""The events of the demo's calendar."""

import datetime
from typing import Any, Literal

from django.utils import timezone
from pydantic import model_validator

from demo.items import Item, Text

EventKind = Literal[
    "meeting",
    "session",
    "visit",
    "public_meeting",
    "press_conference",
    "ceremony",
    "other_event",
]


class Event(Item):
    """An entry of the calendar; `start` and `end` are local times of its `date`, `body` is a key.

    `day` may stand in the place of the date: so many days after the Monday of the week in which it is loaded.
    """

    kind: EventKind
    start: datetime.time
    end: datetime.time | None = None
    body: str
    open_to_press: bool
    cancelled: bool = False
    place: Text
    people: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _date_of_day(cls, data: Any) -> Any:
        if isinstance(data, dict) and "day" in data:
            today = timezone.localdate()
            monday = today - datetime.timedelta(days=today.weekday())
            data = {**data, "date": monday + datetime.timedelta(days=data["day"])}
            del data["day"]
        return data
