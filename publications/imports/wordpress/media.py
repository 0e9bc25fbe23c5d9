"""Pictures and documents of a WordPress site: what its addresses are here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection

from cms_pages.blocks.from_html import Finders, Target
from cms_pages.files.kinds import extension_of
from publications.imports.files import Folder, FoundFile, check_document
from publications.imports.pages import Kept, sha1
from publications.imports.wordpress.export import Item

UPLOADS = "/wp-content/uploads/"
#: what WordPress adds to the name of a smaller copy: -300x200; and of one that it made smaller or turned: -scaled
COPY = re.compile(r"-(?:\d+x\d+|scaled|rotated)(?=\.\w+$)")
#: stands for a file that is there, and would be kept
TO_BE_KEPT = -1


@dataclass(frozen=True)
class Attachment:
    id: int
    title: str
    alt: str
    path: str
    url: str


class Media:
    """``folder`` has what is below ``wp-content/uploads`` on the old site, or that folder in its folders."""

    def __init__(self, folder: Path, address: str, collection: Collection) -> None:
        inner = folder / UPLOADS.strip("/")
        self._folder = Folder(inner if inner.is_dir() else folder)
        self._host = _host(address)
        self._collection = collection
        self._by_id: dict[int, Attachment] = {}
        self._by_path: dict[str, Attachment] = {}
        #: the paths of what some page uses, and the documents among them by their number here
        self.used: dict[str, int | None] = {}

    def add(self, item: Item) -> None:
        """Let it know an attachment of the export."""
        path = item.file or self._path(item.url)
        attachment = Attachment(item.id, item.title, item.alt, path, item.url)
        self._by_id[item.id] = attachment
        if path:
            self._by_path[_without_size(path)] = attachment

    def address_of(self, number: int) -> str:
        attachment = self._by_id.get(number)
        return attachment.url if attachment else ""

    def alt_of(self, number: int) -> str:
        attachment = self._by_id.get(number)
        return (attachment.alt or attachment.title) if attachment else ""

    def unused(self) -> list[Attachment]:
        return [attachment for path, attachment in self._by_path.items() if path not in self.used]

    def documents(self) -> dict[str, int]:
        """The documents that pages use: their numbers here by their paths on the old site."""
        return {f"{UPLOADS}{path}": number for path, number in self.used.items() if number is not None}

    def is_own(self, address: str) -> bool:
        """Whether an address is of the old site itself."""
        try:
            parts = urlsplit(address)
        except ValueError:  # http://[link]
            return False
        return parts.scheme in {"", "http", "https"} and (not parts.netloc or _host(address) == self._host)

    def _path(self, address: str) -> str:
        """Below the folder of uploads, or an empty string where the address leads elsewhere."""
        _before, found, path = urlsplit(address).path.partition(UPLOADS) if self.is_own(address) else ("", "", "")
        return unquote(path) if found else ""

    def finders(self, kept: Kept | None, problems: list[str]) -> Finders:
        """What addresses are here. Without ``kept`` nothing is written. ``problems`` gets what is not there."""
        return Finders(
            image=lambda address: self.picture(address, kept, problems),
            link=lambda address: self._link(address, kept, problems),
        )

    def picture(self, address: str, kept: Kept | None, problems: list[str]) -> int | None:
        """The number of the picture that an address shows, or None where there is none to be had."""
        path = self._path(address)
        if not path:
            problems.append(
                _("The picture %(address)s is on another site: it was left out.") % {"address": address[:200]}
            )
        found = self._find(path, problems) if path else None
        if found is None:
            return None
        try:
            WagtailImageField().clean(SimpleUploadedFile(found.name, found.content))
        except ValidationError as error:
            problems.extend(f"{path}: {message}" for message in error.messages)
            return None
        self.used.setdefault(_without_size(path), None)
        return self._same(get_image_model(), found) or self._keep_picture(path, found, kept)

    def _keep_picture(self, path: str, found: FoundFile, kept: Kept | None) -> int:
        if kept is None:
            return TO_BE_KEPT
        attachment = self._by_path.get(_without_size(path))
        title = (attachment and attachment.title) or PurePosixPath(path).stem
        return int(kept.image(title, attachment.alt if attachment else "", found.name, found.content).pk)

    def _link(self, address: str, kept: Kept | None, problems: list[str]) -> Target:
        try:
            parts = urlsplit(address)
        except ValueError:
            problems.append(_("The link to %(address)s was left out: it is no address.") % {"address": address[:200]})
            return Target()
        if not self.is_own(address):
            return Target(address)
        path = self._path(address)
        if not path:
            # The redirect of the page's old address leads on from there.
            where = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            return Target(where) if parts.path or parts.query or parts.netloc else Target()
        if extension_of(path) in getattr(settings, "WAGTAILIMAGES_EXTENSIONS", ()):
            # To the larger copy of the picture that is in the link.
            return Target()
        number = self._document(path, kept, problems)
        return Target(document=number) if number else Target()

    def _document(self, path: str, kept: Kept | None, problems: list[str]) -> int | None:
        found = self._find(path, problems)
        if found is None:
            return None
        try:
            check_document(found)
        except ValidationError as error:
            problems.extend(f"{path}: {message}" for message in error.messages)
            return None
        number = self._same(get_document_model(), found)
        if number is None and kept is not None:
            attachment = self._by_path.get(path)
            title = (attachment and attachment.title) or PurePosixPath(path).stem
            number = kept.document(title, found.name, found.content).pk
        self.used[path] = number
        return number or TO_BE_KEPT

    def _find(self, path: str, problems: list[str]) -> FoundFile | None:
        """The file itself, or the copy of a picture that is there in its place."""
        for name in dict.fromkeys((_without_size(path), path)):
            try:
                return self._folder.find(name)
            except ValidationError as error:
                refusal = error.messages
        problems.extend(refusal)
        return None

    def _same(self, model: Any, found: FoundFile) -> int | None:
        same = model.objects.filter(collection=self._collection, file_hash=sha1(found.content))
        number: int | None = same.values_list("pk", flat=True).first()
        return number


def _without_size(path: str) -> str:
    return COPY.sub("", path)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
