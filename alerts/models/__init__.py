from __future__ import annotations

from alerts.models.allowance import AlertAllowance
from alerts.models.announcement import Announcement, AnnouncementCounter, TextMatch
from alerts.models.letter import Letter, LetterKind, LetterState
from alerts.models.subscriber import Frequency, Subscriber, Subscription
from alerts.models.webhook import Delivery, DeliveryState, Endpoint, Failure

__all__ = [
    "AlertAllowance",
    "Announcement",
    "AnnouncementCounter",
    "Delivery",
    "DeliveryState",
    "Endpoint",
    "Failure",
    "Frequency",
    "Letter",
    "LetterKind",
    "LetterState",
    "Subscriber",
    "Subscription",
    "TextMatch",
]
