"""How this package's fields look in Wagtail's API v2: as in the content API."""

from __future__ import annotations

from typing import Any

from rest_framework.fields import Field

from cms_pages.files.references import body_reference, file_reference


class PageField(Field):
    """A field whose value is made from the whole page."""

    def get_attribute(self, instance: Any) -> Any:
        return instance


class BodyField(PageField):
    def to_representation(self, value: Any) -> dict[str, str]:
        return body_reference(value.body, value.locale)


class FileField(PageField):
    """A document of the page. ``attribute`` is the name of the foreign key."""

    def __init__(self, attribute: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.attribute = attribute

    def to_representation(self, value: Any) -> dict[str, Any] | None:
        document = getattr(value, self.attribute)
        return file_reference(document, value) if document is not None else None


class AttachmentsField(PageField):
    def to_representation(self, value: Any) -> list[dict[str, Any]]:
        return [file_reference(row.document, value, row.title) for row in value.attachments.all()]
