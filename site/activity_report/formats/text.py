"""The report as lines of text."""

from __future__ import annotations

import csv
import io

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from activity_report.formats.document import Document
from cms_pages.open_data.streams import BYTE_ORDER_MARK


def comma_separated(document: Document) -> bytes:
    """A line of names, then one for each period: its code, its label and its figures. Source: RFC 4180"""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_("Code"), _("Period"), *document.headings])
    for row, label in zip(document.table.rows, document.labels, strict=True):
        writer.writerow([row.period.code, label, *row.counts])
    return (BYTE_ORDER_MARK + buffer.getvalue()).encode()


def plain_text(document: Document) -> bytes:
    """For a terminal: the periods to the left, the figures to the right of their columns."""
    lines = [["", *document.headings]]
    for row, label in zip(document.table.rows, document.labels, strict=True):
        lines.append([label, *(number_format(count, force_grouping=True) for count in row.counts)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    shown = [
        "  ".join(
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    ]
    head = f"{document.title}: {document.letterhead.name}"
    return ("\n".join([head, "", *(line.rstrip() for line in shown), "", document.note]) + "\n").encode()
