"""Which kinds of document can be uploaded, told by their content: a name can say anything.

A few signatures of our own and no library: those that detect kinds do not open a PDF or an office file, nor tell text
from HTML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, Any

import pypdfium2
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms_pages.files.pdf import SIGNATURE, open_pdf

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

#: what a browser takes for HTML or XML. Source: WHATWG MIME Sniffing Standard, 7.1, the patterns for text/html and
#: text/xml; <svg is added
MARKUP = re.compile(
    rb"\s*<(?:!--|\?xml|!DOCTYPE\b"
    rb"|(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg)(?=[\s>/]))",
    re.IGNORECASE,
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Both what Word wrote before 2007 and what it writes with a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")

OPEN_XML = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
OPEN_DOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}

WEB_PAGE = _(
    "This file is a web page (HTML), although its name ends in .%(extension)s. Open it in a browser, print it to a "
    "PDF, and upload that file."
)
OFFICE_FILE = _(
    "This file is an old or password-protected office file, although its name ends in .%(extension)s. Open it in the "
    "program it was made with, save it without a password as .%(extension)s, and upload that file."
)
OTHER_KIND = _(
    "The content of this file is not what its name (.%(extension)s) says. Open it in the program it was made with, "
    "save it as .%(extension)s, and upload that file."
)
CANNOT_BE_OPENED = _(
    "This PDF cannot be opened: it is damaged, or asks for a password. Make it again without a password, and upload "
    "that file."
)
NOT_READABLE_TEXT = _("This file is not plain text. Save it as text with the encoding UTF-8, and upload that file.")
NOT_SUPPORTED = _("Files whose name ends in .%(extension)s cannot be published here. Upload the document as PDF.")
NOT_SUBTITLES = _(
    "This is not a subtitles file (WebVTT in UTF-8). Save the subtitles as WebVTT in the program they were made with, "
    "and upload that file."
)
MUST_BE_PDF = _("This must be a PDF. Save the document as PDF, upload that file, and choose it here.")


def extension_of(name: str) -> str:
    """What a file name ends in, in small letters and without the dot."""
    return PurePath(name).suffix[1:].lower()


def check_content(file: IO[bytes], name: str) -> None:
    """Raise ValidationError, which says what to do, where a file's content is not of the kind its name says."""
    extension = extension_of(name)
    check = CHECKS.get(extension)
    if check is None:
        raise _refusal(NOT_SUPPORTED, extension, "unsupported_kind")
    file.seek(0)
    head = file.read(1024).removeprefix(BYTE_ORDER_MARK)
    if MARKUP.match(head):
        raise _refusal(WEB_PAGE, extension, "web_page")
    if head.startswith(OLD_OFFICE):
        raise _refusal(OFFICE_FILE, extension, "office_file")
    file.seek(0)
    check(file, extension)
    file.seek(0)


def check_is_pdf(document: AbstractDocument | None) -> None:
    """Raise ValidationError where a document is no PDF."""
    if document is None:
        return
    try:
        with document.open_file() as file:
            is_pdf = extension_of(document.filename) == "pdf" and file.read(len(SIGNATURE)) == SIGNATURE
    except OSError:
        is_pdf = False
    if not is_pdf:
        raise ValidationError(MUST_BE_PDF, code="must_be_pdf")


def _refusal(message: Any, extension: str, code: str = "other_kind") -> ValidationError:
    return ValidationError(message, code=code, params={"extension": extension})


def _check_pdf(file: IO[bytes], extension: str) -> None:
    content = file.read()
    if not content.startswith(SIGNATURE):
        raise _refusal(OTHER_KIND, extension)
    try:
        with open_pdf(content) as pdf:
            pages = len(pdf)
    except pypdfium2.PdfiumError:
        pages = 0
    if not pages:
        raise _refusal(CANNOT_BE_OPENED, extension, "unreadable_pdf")


def _check_zip(file: IO[bytes], extension: str) -> None:
    # zipfile alone would also take what only ends like an archive.
    if file.read(2) != b"PK":
        raise _refusal(OTHER_KIND, extension)
    try:
        zipfile.ZipFile(file).close()
    except Exception:  # on a damaged or crafted archive zipfile raises a great many kinds
        raise _refusal(OTHER_KIND, extension) from None


def _check_office(file: IO[bytes], extension: str) -> None:
    _check_zip(file, extension)
    if extension in OPEN_XML:
        is_right = f'"{OPEN_XML[extension]}"'.encode() in _member(file, "[Content_Types].xml")
    else:
        is_right = _member(file, "mimetype").strip() == OPEN_DOCUMENT[extension].encode()
    if not is_right:
        raise _refusal(OTHER_KIND, extension)


def _member(file: IO[bytes], name: str) -> bytes:
    """The first megabyte of a file in an archive, which may claim to unpack to any size. Empty where there is none."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as member:
            return member.read(1024 * 1024)
    except Exception:  # as above
        return b""


def _check_text(file: IO[bytes], extension: str) -> None:
    content = file.read()
    for encoding in ("utf-8", "windows-1250"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL_CHARACTERS.search(text):
            return
    raise _refusal(NOT_READABLE_TEXT, extension, "not_text")


def _check_subtitles(file: IO[bytes], extension: str) -> None:
    # Source: WebVTT, 4.1: UTF-8, and begins with this word.
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not re.match(r"WEBVTT(?=\s|$)", text) or CONTROL_CHARACTERS.search(text):
        raise _refusal(NOT_SUBTITLES, extension, "not_subtitles")


CHECKS: dict[str, Callable[[IO[bytes], str], None]] = {
    "pdf": _check_pdf,
    "docx": _check_office,
    "xlsx": _check_office,
    "odt": _check_office,
    "ods": _check_office,
    "zip": _check_zip,
    "csv": _check_text,
    "txt": _check_text,
    "vtt": _check_subtitles,
}
