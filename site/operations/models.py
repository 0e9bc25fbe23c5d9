"""That the workers work, written where every web process can read it."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When a worker last said that it works. ``host`` is its machine or container, ``process`` its number there."""

    host = models.CharField(max_length=255)
    process = models.PositiveIntegerField()
    seen_at = models.DateTimeField(db_index=True)

    objects: models.Manager[Heartbeat]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "process"], name="one_heartbeat_per_process")]

    def __str__(self) -> str:
        return f"{self.host}:{self.process} at {self.seen_at}"
