"""The content of a file, a batch of items at a time: memory stays the same however long it gets."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence

from cms_pages.api.http import GZIP_LEVEL
from cms_pages.api.log import Selection
from cms_pages.open_data.columns import Column

BATCH = 500
#: tells programs for spreadsheets that the file is UTF-8; others leave it out
BYTE_ORDER_MARK = "\ufeff"


def json_lines(selection: Selection) -> Iterator[bytes]:
    """An item in each line, as the content API sends it, newest first. Source: https://jsonlines.org/"""
    for payloads in _batches(selection):
        # The items are JSON already, each in one line.
        yield "".join(f"{payload}\n" for payload in payloads).encode()


def csv_lines(selection: Selection, columns: Sequence[Column]) -> Iterator[bytes]:
    """A line of names, then one for each item, newest first. Source: RFC 4180"""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    yield (BYTE_ORDER_MARK + buffer.getvalue()).encode()
    for payloads in _batches(selection):
        buffer.seek(0)
        buffer.truncate()
        items = (json.loads(payload) for payload in payloads)
        writer.writerows([column.cell(item) for column in columns] for item in items)
        yield buffer.getvalue().encode()


def gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same as ``Content-Encoding: gzip`` sends it."""
    packer = zlib.compressobj(GZIP_LEVEL, wbits=31)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()


def _batches(selection: Selection) -> Iterator[list[str]]:
    # By keys and not by one cursor: it would hold a snapshot of the database for as long as a slow client reads. What
    # is withdrawn meanwhile is not sent any more.
    after = None
    while rows := selection.page(BATCH, after):
        yield [payload for payload, _date, _pk in rows]
        _payload, date, pk = rows[-1]
        after = date, pk
        if len(rows) < BATCH:
            return
