from __future__ import annotations

from django.conf import settings
from django.db import models


class SentReminder(models.Model):
    """That somebody was reminded of a page's deadline: once for each deadline and person.

    ``sent_at`` is empty while the letter is being sent: who finds a claim that is old may take it over.
    """

    reminder = models.CharField(max_length=64)
    page_id = models.PositiveIntegerField()
    #: the moment of which they are reminded; when it is put off, it is another deadline
    moment = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects: models.Manager[SentReminder]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "page_id", "moment", "user"], name="one_reminder_per_deadline_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reminder} of page {self.page_id} to {self.user_id}"
