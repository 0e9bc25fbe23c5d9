"""All tenders of a year as one file, written while it is sent: it takes no more memory for more tenders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from cms_pages.open_data.streams import csv_lines
from cms_pages.spreadsheets import text_cell
from publications.tenders.models import Tender

#: rows read and sent at once
CHUNK = 500

Compiled = dict[str, Any]


def compiled_releases(site_id: int, year: int) -> Iterator[list[str]]:
    """The compiled release of each public tender of a year, as JSON, in the order in which they began: in batches."""
    tenders = Tender.objects.public(site_id).filter(year=year).order_by("number")
    rows = tenders.values_list("compiled", flat=True).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def csv_rows(batches: Iterable[list[str]]) -> Iterator[bytes]:
    """A tender a row, under the paths of OCDS; amounts are in EUR."""
    return csv_lines(batches, COLUMNS, _cells)


def _cells(release: Compiled) -> list[Any]:
    values = (value(release) for value in COLUMNS.values())
    return [text_cell(value) if isinstance(value, str) else value for value in values]


def _at(*path: str) -> Callable[[Compiled], Any]:
    def value(release: Compiled) -> Any:
        found: Any = release
        for name in path:
            found = found.get(name) if found else None
        return found

    return value


def _suppliers(release: Compiled) -> str:
    awards = (award for award in release.get("awards", ()) if award["status"] != "cancelled")
    return "; ".join(dict.fromkeys(supplier["name"] for award in awards for supplier in award.get("suppliers", ())))


def _awarded(release: Compiled) -> float | None:
    return _total(award for award in release.get("awards", ()) if award["status"] != "cancelled")


def _contracted(release: Compiled) -> float | None:
    return _total(release.get("contracts", ()))


def _total(parts: Iterable[Compiled]) -> float | None:
    amounts = [part["value"]["amount"] for part in parts if part.get("value")]
    return round(sum(amounts), 2) if amounts else None


def _signed(release: Compiled) -> str | None:
    return min((contract["dateSigned"] for contract in release.get("contracts", ())), default=None)


COLUMNS: dict[str, Callable[[Compiled], Any]] = {
    "ocid": _at("ocid"),
    "date": _at("date"),
    "tender/title": _at("tender", "title"),
    "tender/status": _at("tender", "status"),
    "tender/procuringEntity/name": _at("tender", "procuringEntity", "name"),
    "tender/mainProcurementCategory": _at("tender", "mainProcurementCategory"),
    "tender/procurementMethod": _at("tender", "procurementMethod"),
    "tender/procurementMethodDetails": _at("tender", "procurementMethodDetails"),
    "tender/value/amount": _at("tender", "value", "amount"),
    "tender/tenderPeriod/startDate": _at("tender", "tenderPeriod", "startDate"),
    "tender/tenderPeriod/endDate": _at("tender", "tenderPeriod", "endDate"),
    "tender/numberOfTenderers": _at("tender", "numberOfTenderers"),
    "awards/suppliers/name": _suppliers,
    "awards/value/amount": _awarded,
    "contracts/value/amount": _contracted,
    "contracts/dateSigned": _signed,
}
