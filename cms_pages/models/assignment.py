from __future__ import annotations

from django.conf import settings
from django.db import models
from wagtail.models import Locale


class TranslationAssignment(models.Model):
    """Who has taken, or was given, the translation of a page into a language; also one that is not begun.

    ``translation_key`` is that of the page in all its languages.
    """

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now=True)

    objects: models.Manager[TranslationAssignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="one_assignment_per_translation")
        ]

    def __str__(self) -> str:
        return f"{self.translation_key}.{self.locale_id}"
