"""What is news of the publication log: each once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from alerts.models.subscriber import Subscription
from cms_pages.publishing.models import PublishedItem


class AnnouncementCounter(models.Model):
    """The one row that numbers the announcements. Locked while they are written, so that numbers become visible in
    order: whoever has seen one has seen all before it.
    """

    number = models.BigIntegerField(default=0)

    objects: models.Manager[AnnouncementCounter]

    def __str__(self) -> str:
        return f"at {self.number}"

    @classmethod
    def lock(cls) -> AnnouncementCounter:
        """The row, locked until the transaction ends. Must be called within one."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    @classmethod
    def latest(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0


class Announcement(models.Model):
    """An item was published, or something happened to it that is news by itself.

    There is one for each item and event, ever, so that a correction is not announced again. Those without a ``number``
    only say that it happened: before anybody was told, or too long ago.
    """

    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="announcements")
    #: empty: it was published; else one of ``alerts.events.events_of``
    event = models.CharField(max_length=32, blank=True)
    number = models.BigIntegerField(null=True, unique=True)
    announced_at = models.DateTimeField(default=timezone.now)

    objects: models.Manager[Announcement]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "event"], name="one_announcement_per_item_and_event")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.event or 'published'} #{self.number}"


class TextMatch(models.Model):
    """An announced item has the words of a saved search. Written with the announcement, while its texts are at hand."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="text_matches")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="text_matches")

    objects: models.Manager[TextMatch]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "announcement"], name="one_match_per_search")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.announcement_id}"
