"""What happens to an item after it was published, and is news: a state that it comes into, a step that is added."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db.models import F, Q

from cms_pages.registry import publication_types

if TYPE_CHECKING:
    from cms_pages.publishing.models import PublishedItem

#: the announcements that are true of their item now: it can have left a state again, a step stays
STILL_SO = Q(event="") | Q(event__contains=" ") | Q(event=F("item__item_state"))


def events_of(item: PublishedItem) -> list[str]:
    """What has happened to an item so far: its state, where that is news, and its steps as “kind number”."""
    known = publication_types.get(item.type)
    if known is None:
        return []
    events = [item.item_state] if item.item_state in known.announced_states else []
    if known.steps is not None:
        events += [f"{kind} {number}" for kind, number in known.steps(json.loads(item.payload))]
    return events


def event_label(type_name: str, event: str) -> str:
    """What an event is called, in the active language; empty where it was only published."""
    known = publication_types.get(type_name)
    if known is None or not event:
        return ""
    kind, _space, number = event.partition(" ")
    return str(dict(known.step_kinds if number else known.states).get(kind, ""))
