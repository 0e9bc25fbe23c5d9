"""The content of a file, a batch of items at a time: memory stays the same however long it gets."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cms_pages.api.http import GZIP_LEVEL
from cms_pages.api.log import Selection

BATCH = 500
#: tells programs for spreadsheets that the file is UTF-8; others leave it out
BYTE_ORDER_MARK = "\ufeff"


def json_lines(batches: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Objects in JSON, each in one line already. Source: https://jsonlines.org/"""
    for batch in batches:
        yield "".join(f"{line}\n" for line in batch).encode()


def csv_lines(
    batches: Iterable[Sequence[str]], names: Iterable[str], cells: Callable[[Any], Iterable[Any]]
) -> Iterator[bytes]:
    """A line of names, then one for each object in JSON, of which ``cells`` makes the values. Source: RFC 4180"""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    yield (BYTE_ORDER_MARK + buffer.getvalue()).encode()
    for batch in batches:
        buffer.seek(0)
        buffer.truncate()
        writer.writerows(cells(json.loads(line)) for line in batch)
        yield buffer.getvalue().encode()


def gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same as ``Content-Encoding: gzip`` sends it."""
    packer = zlib.compressobj(GZIP_LEVEL, wbits=31)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()


def payloads(selection: Selection) -> Iterator[list[str]]:
    """The items of the log as the content API sends them, newest first."""
    # By keys and not by one cursor: it would hold a snapshot of the database for as long as a slow client reads. What
    # is withdrawn meanwhile is not sent any more.
    after = None
    while rows := selection.page(BATCH, after):
        yield [payload for payload, _date, _pk in rows]
        _payload, date, pk = rows[-1]
        after = date, pk
        if len(rows) < BATCH:
            return
