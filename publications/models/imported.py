from __future__ import annotations

from django.db import models
from wagtail.models import Page


class ImportedPage(models.Model):
    """A page that an import made, and of what: by this a second run knows what has changed since, and on which side.

    ``source`` names it in what was imported, for ever. ``digest`` is the SHA-256 of all that was imported for it.
    ``revision`` is the page as the import left it: where the page has a newer one, somebody has gone on with it.
    """

    page = models.OneToOneField(Page, models.CASCADE, related_name="+")
    source = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64)
    revision = models.PositiveBigIntegerField()

    objects: models.Manager[ImportedPage]

    def __str__(self) -> str:
        return self.source
