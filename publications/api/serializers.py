"""How this package's fields look in Wagtail's API v2: as in the content API."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Prefetch
from rest_framework.fields import Field
from wagtail.images import get_image_model

from cms_pages.files.facts import DocumentFacts
from cms_pages.files.references import IMAGE_FILTER, body_reference, file_reference, image_reference
from cms_pages.models.body import Body
from cms_pages.publishing.models import PublishedItem


class PageField(Field):
    """A field whose value is made from the whole page."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def prefetch(self) -> list[str | Prefetch[Any]]:
        """What a list of pages has to read in bulk for this field (``cms_pages.api.v2`` asks)."""
        return []


class LoggedField(PageField):
    """What the publication log says of the page under the field's name; null of what it has not. Read for all pages of
    the answer at once.
    """

    def to_representation(self, value: Any) -> Any:
        if "logged" not in self.context:
            shown = self.root.instance
            pages = shown if isinstance(shown, list) else [value]
            items = PublishedItem.objects.live().filter(page_id__in=[page.pk for page in pages])
            payloads = items.values_list("page_id", "payload")
            self.context["logged"] = {pk: json.loads(payload) for pk, payload in payloads}
        return self.context["logged"].get(value.pk, {}).get(self.field_name)


class BodyField(PageField):
    """The body of the page, named in the page's language. There are few bodies: all are read, once per request."""

    def to_representation(self, value: Any) -> dict[str, Any] | None:
        if value.body_id is None:
            return None
        if "bodies" not in self.context:
            self.context["bodies"] = Body.objects.all_linked()
        return body_reference(self.context["bodies"][value.body_id], value.locale, value.date)


class RelatedFileField(PageField):
    """``attribute`` is the name of the page's foreign key."""

    def __init__(self, attribute: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.attribute = attribute


class FileField(RelatedFileField):
    """A document of the page."""

    def prefetch(self) -> list[str | Prefetch[Any]]:
        return _documents_at(self.attribute)

    def to_representation(self, value: Any) -> dict[str, Any] | None:
        document = getattr(value, self.attribute)
        return file_reference(document, value) if document is not None else None


class AttachmentsField(PageField):
    def prefetch(self) -> list[str | Prefetch[Any]]:
        return _documents_at("attachments__document")

    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        return [file_reference(row.document, value, row.title) for row in value.attachments.all()]


class ImageField(RelatedFileField):
    """An image of the page, and what it shows: ``<attribute>_alt``."""

    def prefetch(self) -> list[str | Prefetch[Any]]:
        return [Prefetch(self.attribute, get_image_model().objects.prefetch_renditions(IMAGE_FILTER))]

    def to_representation(self, value: Any) -> dict[str, Any] | None:
        image = getattr(value, self.attribute)
        return image_reference(image, value, getattr(value, f"{self.attribute}_alt")) if image is not None else None


def _documents_at(path: str) -> list[str | Prefetch[Any]]:
    # Without the documents' text, of which there can be much.
    return [path, Prefetch(f"{path}__facts", DocumentFacts.objects.defer("text"))]
