"""``manage.py publish_scheduled``: Wagtail's, but one page that cannot be published does not hold up the others.

The worker does the same every half minute.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from wagtail.management.commands.publish_scheduled import Command as PublishScheduled

from cms_pages.publishing.models import FailedSchedule, ScheduledAction
from cms_pages.publishing.scheduled import publish_due


class Command(PublishScheduled):
    help = "Publishes and withdraws what is due. Ends with 1 where something could not be, after doing the rest."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        elif failures := publish_due(now_all=True):
            raise CommandError("\n".join(map(_sentence, failures)))


def _sentence(failure: FailedSchedule) -> str:
    text = (
        _("“%(title)s” could not be published at its set time and will be tried again: %(reason)s")
        if failure.action == ScheduledAction.PUBLISH
        else _("“%(title)s” could not be withdrawn at its set time and will be tried again: %(reason)s")
    )
    return text % {"title": failure.title, "reason": failure.reason}
