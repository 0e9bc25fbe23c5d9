from __future__ import annotations

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Image


class Picture(AbstractImage):
    """Wagtail's image, whose sizes are right when two readers are the first to need them at the same time.

    A project that serves files as ``cms_pages.files`` does sets ``WAGTAILIMAGES_IMAGE_MODEL = "cms_pages.Picture"``, or
    brings an image model of its own with the same method.
    """

    admin_form_fields = Image.admin_form_fields

    class Meta(Image.Meta):
        pass

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """One after the other, each as the database has it.

        Wagtail makes several at once, and who comes second keeps the names of its own files. No rendition has these, so
        it is not known which picture they show, and nobody may have them.
        """
        return {filter_: self.create_rendition(filter_) for filter_ in filters}


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_picture_and_filter"
            )
        ]
        indexes = [models.Index(fields=["file"])]
