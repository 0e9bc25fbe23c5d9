from __future__ import annotations

import logging
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image, SourceImageIOError

from cms_pages.models.plain_texts import clean_plain_texts

logger = logging.getLogger(__name__)


class RenditionNotKeptError(SourceImageIOError):
    """A size of a picture could not be kept, as on a full disk. Wagtail shows the page without it."""


class Picture(AbstractImage):
    """Wagtail's image, whose sizes are right when two readers are the first to need them at the same time.

    A project that serves files as ``cms_pages.files`` does sets ``WAGTAILIMAGES_IMAGE_MODEL = "cms_pages.Picture"``, or
    brings an image model of its own with the same method.
    """

    admin_form_fields = Image.admin_form_fields

    class Meta(Image.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        clean_plain_texts(self)
        super().clean_fields(exclude)

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """One after the other, each as the database has it.

        Wagtail makes several at once, and who comes second keeps the names of its own files. No rendition has these, so
        it is not known which picture they show, and nobody may have them.
        """
        return {filter_: self.create_rendition(filter_) for filter_ in filters}

    def create_rendition(self, filter: Filter) -> AbstractRendition:  # noqa: A002 - Wagtail's name
        """As Wagtail's, but a full disk is no reason not to show a page. Raises RenditionNotKeptError."""
        try:
            return super().create_rendition(filter)
        except SourceImageIOError:
            raise
        except OSError as error:
            logger.exception("A size of picture %s could not be kept.", self.pk)
            raise RenditionNotKeptError(str(error)) from error


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_picture_and_filter"
            )
        ]
        indexes = [models.Index(fields=["file"])]
