"""The publication log: everything that leaves the building, in the order in which it changed."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


def new_token() -> str:
    return uuid.uuid4().hex


class LogState(models.Model):
    """The one row that numbers the log. Locked while items are written, so that sequences become visible in order.

    ``epoch`` names this log: a cursor made for another one is refused. ``swept`` is the highest sequence of a tombstone
    that was removed: a reader that stands below it may have missed one. ``next_change`` is when the first of the live
    items comes to its end or changes by itself.
    """

    sequence = models.BigIntegerField(default=0)
    swept = models.BigIntegerField(default=0)
    epoch = models.UUIDField(default=uuid.uuid4)
    next_change = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)
    #: how many items the last reconciliation had to repair, by what was wrong
    repairs = models.JSONField(default=dict)

    objects: models.Manager[LogState]

    def __str__(self) -> str:
        return f"at {self.sequence}"

    @classmethod
    def lock(cls) -> LogState:
        """The row, locked until the transaction ends. Must be called within one."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    @classmethod
    def current(cls) -> LogState:
        return cls.objects.get_or_create(pk=1)[0]


class LogMark(models.Model):
    """A sequence that the log ended at once, and a token that it has in this course of the log only.

    A backup that was restored goes on from an earlier sequence, and gives the following ones anew, with other tokens.
    Who kept a sequence together with its token can tell whether what was read up to there is still what happened.
    """

    sequence = models.BigIntegerField(primary_key=True)
    token = models.CharField(max_length=32, default=new_token)

    objects: models.Manager[LogMark]

    def __str__(self) -> str:
        return f"{self.sequence} {self.token}"

    @classmethod
    def token_at(cls, sequence: int) -> str:
        """The token of a sequence; empty where the log never ended at it, or has forgotten."""
        return cls.objects.filter(sequence=sequence).values_list("token", flat=True).first() or ""


class StalePage(models.Model):
    """A page whose item may no longer be what the public should see.

    Rows are only ever added by what changes something and removed by the projector, so that editors never wait for each
    other here. A page can have several.
    """

    page_id = models.PositiveIntegerField(db_index=True)
    marked_at = models.DateTimeField(auto_now_add=True)
    #: how often projecting it raised, and when to try again
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects: models.Manager[StalePage]

    def __str__(self) -> str:
        return f"page {self.page_id}"


class StaleTranslation(models.Model):
    """A translation that does not have the facts of its original yet: copying them raised, and is tried again."""

    page_id = models.PositiveIntegerField(unique=True)
    marked_at = models.DateTimeField(auto_now_add=True)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField()
    last_error = models.TextField()

    objects: models.Manager[StaleTranslation]

    def __str__(self) -> str:
        return f"page {self.page_id}"


class ScheduledAction(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    WITHDRAW = "withdraw", _("Withdraw")


class FailedSchedule(models.Model):
    """Something that could not be published or withdrawn at its set time, for ``reason``, and is tried again."""

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    action = models.CharField(max_length=8, choices=ScheduledAction.choices)
    title = models.CharField(max_length=255)
    since = models.DateTimeField(auto_now_add=True)
    failures = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField()
    reason = models.TextField()

    objects: models.Manager[FailedSchedule]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "action"], name="one_failure_per_schedule")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.title}"


class State(models.TextChoices):
    LIVE = "live", _("Live")
    GONE = "gone", _("Gone")


class GoneReason(models.TextChoices):
    UNPUBLISHED = "unpublished", _("Unpublished")
    EXPIRED = "expired", _("Expired")
    RESTRICTED = "restricted", _("Made private")
    DELETED = "deleted", _("Deleted")
    MOVED = "moved", _("Moved to another site")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TranslationState(models.TextChoices):
    """How far a page is translated. An alias (another tree's copy of the source text) has no item."""

    ORIGINAL = "original", _("Original")
    COMPLETE = "complete", _("Translated")
    PARTIAL = "partial", _("Partly translated")
    ALIAS = "alias", _("Not translated")


class PublishedItemQuerySet(models.QuerySet["PublishedItem"]):
    def live(self) -> PublishedItemQuerySet:
        return self.filter(state=State.LIVE)

    def unexpired(self) -> PublishedItemQuerySet:
        """Without those whose time is over, although nobody has got to burying them."""
        return self.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now()))

    def on_site(self, site: Site) -> PublishedItemQuerySet:
        return self.unexpired().filter(site_id=site.pk)


class PublishedItem(models.Model):
    """One page as the public sees it now, or the tombstone of one that it no longer sees.

    An item is named by its page's translation key and locale and belongs to one site: a page that moves to another site
    leaves a tombstone on the first. ``payload`` is the item as the content API sends it (JSON, one object);
    for a tombstone it is empty, but for what stays public of what was withdrawn. ``digest`` is the SHA-256 of what is
    public of it, without sequence and time.
    """

    item_id = models.CharField(max_length=64)
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=16)
    # No constraint: deleting a site or a page must not take the tombstones along.
    site = models.ForeignKey(Site, models.DO_NOTHING, related_name="+", db_constraint=False)
    page_id = models.PositiveIntegerField(db_index=True)
    parent_page_id = models.PositiveIntegerField(null=True)

    sequence = models.BigIntegerField(unique=True)
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=16, choices=GoneReason.choices, blank=True)
    digest = models.CharField(max_length=64)

    type = models.CharField(max_length=32)
    kind = models.CharField(max_length=32, blank=True)
    #: what becomes of it with time, ``state`` in the API: ``open``, ``closed``
    item_state = models.CharField(max_length=32, blank=True)
    body = models.CharField(max_length=64, blank=True)
    body_name = models.CharField(max_length=255, blank=True)
    identifier = models.CharField(max_length=64, blank=True)
    #: by which archives are narrowed
    place = models.CharField(max_length=255, blank=True)
    licence = models.CharField(max_length=32, blank=True)
    date = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    translation = models.CharField(max_length=16, choices=TranslationState.choices, blank=True)
    #: some of its text is a machine's, and no person has confirmed it
    machine_translated = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    #: when it says something else without having been edited: a deadline passes, an act enters into force
    changes_at = models.DateTimeField(null=True)
    url = models.CharField(max_length=2048, blank=True)
    title = models.CharField(max_length=255, blank=True)
    summary = models.TextField(blank=True)
    # Before the long texts: SQLite reads through what is stored in front of a column.
    payload = models.TextField(blank=True)
    text = models.TextField(blank=True)
    documents_text = models.TextField(blank=True)

    objects = PublishedItemQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item_id", "site"], name="one_item_per_page_and_site")]
        indexes = [
            models.Index(fields=["site", "state", "type", "locale", "-date", "-id"], name="item_list"),
            # The last two for what is in this language at all, so that none of its rows has to be read.
            models.Index(
                fields=["site", "state", "locale", "-date", "-id", "expires_at", "translation_key"],
                name="item_list_locale",
            ),
            models.Index(fields=["site", "state", "type", "-date", "-id"], name="item_list_type"),
            models.Index(fields=["site", "state", "-date", "-id"], name="item_list_all"),
            models.Index(fields=["site", "sequence"], name="item_sync"),
            models.Index(fields=["parent_page_id", "state", "-date", "-id"], name="item_section"),
            models.Index(fields=["expires_at"], name="item_expiry", condition=models.Q(expires_at__isnull=False)),
            models.Index(fields=["changes_at"], name="item_change", condition=models.Q(changes_at__isnull=False)),
            # What is open, by when it closes.
            models.Index(
                fields=["site", "state", "locale", "type", "item_state", "changes_at"],
                name="item_open",
                condition=models.Q(changes_at__isnull=False),
            ),
            # All that the filters of a section count, and what is only in other languages: so none of its rows, with
            # their long texts, has to be read.
            models.Index(
                fields=[
                    *("site", "state", "parent_page_id", "type", "locale"),
                    *("kind", "item_state", "body", "year", "place", "licence", "body_name", "expires_at"),
                    "translation_key",
                ],
                name="item_filters",
            ),
            models.Index(fields=["site", "state", "translation_key", "locale"], name="item_sitemap"),
            models.Index(fields=["site", "state", "locale", "-published_at", "-id"], name="item_feed"),
            models.Index(fields=["site", "state", "type", "locale", "-published_at", "-id"], name="item_feed_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.item_id} #{self.sequence}"

    @property
    def is_live(self) -> bool:
        return self.state == State.LIVE


class PublishedFile(models.Model):
    """A document, image or recording that a live item uses. Only such files are served to the public."""

    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="files")
    document_id = models.PositiveIntegerField(null=True, db_index=True)
    image_id = models.PositiveIntegerField(null=True, db_index=True)
    recording_id = models.PositiveIntegerField(null=True, db_index=True)

    objects: models.Manager[PublishedFile]

    def __str__(self) -> str:
        return f"document {self.document_id}, image {self.image_id}, recording {self.recording_id}"


class ReaderPosition(models.Model):
    """Where a reader of the log stands, and how it fares.

    ``leased_until`` and ``lease`` let one worker at a time run the reader: see ``readers.py``.
    """

    name = models.CharField(max_length=64, unique=True)
    sequence = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    objects: models.Manager[ReaderPosition]

    def __str__(self) -> str:
        return f"{self.name} at {self.sequence}"


class RefusedItem(models.Model):
    """A live item that a reader (by its name) could not take as it is, and that it has passed over: see ``refused.py``.

    ``since`` is when it was refused first; ``retry`` says that the reader is to try it again.
    """

    reader = models.CharField(max_length=64)
    item = models.ForeignKey(PublishedItem, models.CASCADE, related_name="+")
    reason = models.TextField()
    since = models.DateTimeField(auto_now_add=True)
    retry = models.BooleanField(default=False)

    objects: models.Manager[RefusedItem]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "item"], name="one_refusal_per_reader_and_item")]

    def __str__(self) -> str:
        return f"{self.item_id} refused by {self.reader}"
