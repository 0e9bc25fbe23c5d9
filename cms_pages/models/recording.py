from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia

from cms_pages.files.media_types import media_type_of


class Recording(AbstractMedia):
    """wagtailmedia's video or sound file, at an address at which the site decides who gets it.

    A project sets ``WAGTAILMEDIA = {"MEDIA_MODEL": "cms_pages.Recording", ...}``. Size (bytes) and SHA-256 are those of
    the file, worked out when it is kept.
    """

    file_size = models.PositiveBigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)

    #: what is said of it, and the picture shown before it plays, belongs to the page that publishes it
    admin_form_fields = ("title", "file", "collection", "duration", "tags")

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def clean(self, *args: Any, **kwargs: Any) -> None:
        # Where the form refused the file there is none, of which wagtailmedia's would complain too.
        if self.file:
            super().clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Not kept yet: it was uploaded just now.
        if self.file and not self.file._committed:
            digest, size = hashlib.sha256(), 0
            self.file.seek(0)
            for chunk in self.file.chunks():
                digest.update(chunk)
                size += len(chunk)
            self.file.seek(0)
            self.sha256, self.file_size = digest.hexdigest(), size
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        try:
            return reverse("cms_pages_recording", args=[self.pk, self.filename])
        except NoReverseMatch:  # the project does not mount it
            return ""

    @property
    def media_type(self) -> str:
        return media_type_of(self.filename)

    @property
    def sources(self) -> list[dict[str, str]]:
        return [{"src": self.url, "type": self.media_type}]
