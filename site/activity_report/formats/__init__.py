"""The report as a file. Numbers are written as people of the language read them in PDF and text, plainly elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import override

from activity_report.formats.document import Document
from activity_report.formats.pdf import pdf
from activity_report.formats.spreadsheet import spreadsheet
from activity_report.formats.text import comma_separated, plain_text


@dataclass(frozen=True)
class Format:
    """``write`` gets the document while its language is the active one."""

    label: str
    media_type: str
    write: Callable[[Document], bytes]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: by the end of a file's name: what can be downloaded
DOWNLOADS = {
    "csv": Format("CSV", "text/csv; charset=utf-8", comma_separated),
    "xlsx": Format("Excel (XLSX)", XLSX, spreadsheet),
    "pdf": Format("PDF", "application/pdf", pdf),
}
#: and what the command can write besides
FORMATS = {"text": Format("Text", "text/plain; charset=utf-8", plain_text), **DOWNLOADS}


def written(document: Document, name: str) -> bytes:
    """The file in one of ``FORMATS``."""
    with override(document.language):
        return FORMATS[name].write(document)
