"""The demo's documents, images and recordings, kept in a collection of the municipality's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection

from cms_pages.models import Picture
from cms_pages.models import Recording as RecordingFile
from demo.content import CONTENT_DIR, Content, ImageName, Recording
from demo.images import image_jpeg
from demo.texts import SOURCE_LOCALE


class Files:
    """Finds a file by its title in the collection, and makes it where it is missing."""

    def __init__(self, content: Content) -> None:
        self._content = content

    @cached_property
    def _collection(self) -> Any:
        name = self._content.pages.municipality.name.sq
        root = Collection.get_first_root_node()
        return root.get_children().filter(name=name).first() or root.add_child(name=name)

    def document(self, title: str, filename: str, make: Callable[[], bytes]) -> Any:
        """The document with this title; ``make`` returns its bytes."""
        found = Document.objects.filter(collection=self._collection, title=title).first()
        return found or Document.objects.create(
            collection=self._collection, title=title, file=ContentFile(make(), name=filename)
        )

    def recording(self, item: Recording) -> Any:
        """The video that lies beside the content of an item."""
        title = item.title.sq
        found = RecordingFile.objects.filter(collection=self._collection, title=title).first()
        name = f"{item.slug}.webm"
        return found or RecordingFile.objects.create(
            collection=self._collection,
            title=title,
            type="video",
            duration=item.duration,
            file=ContentFile((CONTENT_DIR / "recordings" / name).read_bytes(), name=name),
        )

    def image(self, name: ImageName) -> Any:
        """The drawn image with this name; its alternative text is in Albanian."""
        alt_text = self._content.image_texts[name].get(SOURCE_LOCALE) or ""
        found = Picture.objects.filter(collection=self._collection, description=alt_text).first()
        return found or Picture.objects.create(
            collection=self._collection,
            title=name.replace("_", " ").capitalize(),
            description=alt_text,
            file=ContentFile(image_jpeg(name), name=f"{name}.jpg"),
        )
