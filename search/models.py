"""What the database engine searches, the mark of a rebuild under way, and what clients have used of their limits."""

from __future__ import annotations

from django.db import models

from cms_pages.allowances import Allowance
from cms_pages.publishing.models import PublishedItem


class SearchEntry(models.Model):
    """The terms of a live item, as its language's analysis gives them, separated by spaces.

    The migration adds what finds them, and the database keeps it up to date: on SQLite an FTS5 table with triggers, on
    PostgreSQL two generated ``tsvector`` columns.
    """

    item = models.OneToOneField(PublishedItem, models.CASCADE, primary_key=True, related_name="search_entry")
    identifier = models.CharField(max_length=64, blank=True, db_index=True)
    title = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    #: the title's words folded but not shortened, for suggestions
    title_words = models.TextField(blank=True)

    objects: models.Manager[SearchEntry]

    def __str__(self) -> str:
        return f"Terms of item {self.item_id}"


class RebuildLease(models.Model):
    """The one row that says until when a rebuild is taken to be under way: a killed one must not forbid the next for
    ever.
    """

    token = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)

    objects: models.Manager[RebuildLease]

    def __str__(self) -> str:
        return f"Rebuild until {self.until}" if self.token else "No rebuild"


class UsedAllowance(Allowance):
    """What clients have used of their limits: see ``search.limits``."""

    objects: models.Manager[UsedAllowance]
