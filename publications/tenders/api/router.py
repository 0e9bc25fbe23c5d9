"""``tenders/`` of the content API: open contracting data (OCDS 1.1.5), for who knows that standard."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Path, Query, Router, Schema
from wagtail.models import Site

from cms_pages.api.cursors import decode_cursor, encode_cursor
from cms_pages.api.http import json_response, log_etag, not_modified
from cms_pages.api.log import SiteLog, log_for
from cms_pages.api.parameters import BodyKey, CursorText, Limit, OneOf, StrictQuery, Year
from cms_pages.api.problems import Problem, item_gone, not_found
from cms_pages.open_data.streams import json_lines
from cms_pages.publishing.models import PublishedItem, State
from publications.tenders.api.bulk import compiled_releases, csv_rows
from publications.tenders.api.packages import record_package, release_package
from publications.tenders.life import TenderState
from publications.tenders.models import ProcurementCategory, Tender

ENDPOINT = "tenders"
_SCHEMA = "https://standard.open-contracting.org/schema/1__1__5"
TenderStateName = Annotated[str, OneOf(lambda: list(TenderState.values))]
CategoryName = Annotated[str, OneOf(lambda: list(ProcurementCategory.values))]
# Described and not declared: what is no ocid names nothing, which is a 404 and no wrong parameter.
Ocid = Annotated[str, Field(json_schema_extra={"pattern": r"^ocds-[0-9a-z]{6}-[0-9]{4}-[0-9]+$"})]
FileYear = Annotated[int, Field(ge=1000, le=9999)]


class TendersQuery(StrictQuery):
    """Which tenders, and how many at once. Values of one filter are joined by "or", filters by "and"."""

    state: list[TenderStateName] = Field([], description="Where it stands now.")
    category: list[CategoryName] = Field([], description="What is procured.")
    year: list[Year] = Field([], description="The year in which it began, as in its `ocid`.")
    body: list[BodyKey] = Field([], description="The key of the body that procures.")
    limit: Limit = 20
    cursor: CursorText = ""


class TenderList(Schema):
    """A page of the list of tenders."""

    items: list[dict[str, Any]] = Field(description=f"Compiled releases: {_SCHEMA}/release-schema.json")
    total: int = Field(description="How many tenders there are on all pages.")
    next: str | None = Field(description="The `cursor` of the next page; null on the last.")


class Publisher(Schema):
    name: str


class Package(Schema):
    """What OCDS sends its data in."""

    uri: str
    version: str
    extensions: list[str]
    publishedDate: datetime.datetime  # noqa: N815 - OCDS's name
    publisher: Publisher
    license: str | None = Field(None, description="The licence of the data.")
    publicationPolicy: str | None = Field(None, description="The page about the data.")  # noqa: N815 - as above


class RecordPackage(Package):
    """A record package of one tender."""

    records: list[dict[str, Any]] = Field(description=f"As {_SCHEMA}/record-package-schema.json says.")


class ReleasePackage(Package):
    """A release package of one tender."""

    releases: list[dict[str, Any]] = Field(description=f"As {_SCHEMA}/release-package-schema.json says.")


def tenders_router() -> Router:
    router = Router()
    problems = {404: Problem, 410: Problem}
    router.get("", response={200: TenderList, 410: Problem, 422: Problem}, summary="List tenders")(list_tenders)
    for suffix, (view, media_type, summary) in _FILES.items():
        content = {media_type: {"schema": {"type": "string"}}}
        router.get(
            f"{{year}}.{suffix}",
            response={422: Problem},
            summary=summary,
            openapi_extra={"responses": {200: {"description": "OK", "content": content}}},
        )(view)
    router.get("{ocid}/", response={200: RecordPackage, **problems}, summary="Get the record of a tender")(get_record)
    router.get("{ocid}/releases/", response={200: ReleasePackage, **problems}, summary="Get the releases of a tender")(
        get_releases
    )
    return router


def list_tenders(request: HttpRequest, query: Query[TendersQuery]) -> HttpResponseBase:
    """The compiled releases of tenders, what changed last first."""
    log = log_for(request)
    filters = query.filters()
    etag = log_etag(log)
    after = decode_cursor(log, ENDPOINT, filters, query.cursor) if query.cursor else None
    if unchanged := not_modified(request, etag):
        return unchanged
    tenders = Tender.objects.public(log.site_id, **_conditions(query))
    if query.year:
        tenders = tenders.filter(year__in=query.year)
    total = tenders.count()
    if after is not None:
        moment, pk = datetime.datetime.fromisoformat(after[0]), after[1]
        tenders = tenders.filter(Q(changed_at__lt=moment) | Q(changed_at=moment, pk__lt=pk))
    rows = list(tenders.order_by("-changed_at", "-pk").values_list("compiled", "changed_at", "pk")[: query.limit + 1])
    cursor = "null"
    if len(rows) > query.limit:
        _compiled, changed_at, pk = rows[query.limit - 1]
        cursor = f'"{encode_cursor(log, ENDPOINT, filters, [str(changed_at), pk])}"'
    listed = ",".join(row[0] for row in rows[: query.limit])
    return json_response(f'{{"items":[{listed}],"total":{total},"next":{cursor}}}', etag)


def _conditions(query: TendersQuery) -> dict[str, list[Any]]:
    """What the items of the tenders must have, by column of the log."""
    chosen = {"item_state": query.state, "kind": query.category, "body": query.body}
    return {f"{column}__in": values for column, values in chosen.items() if values}


def get_record(request: HttpRequest, ocid: Path[Ocid]) -> HttpResponseBase:
    """A tender as it is now, with all its releases. 410, with the reason, when it is no longer published."""
    log, tender = _find(request, ocid)
    releases = list(tender.releases.order_by("date").values_list("payload", flat=True))
    made = record_package(
        request.build_absolute_uri(request.path), _site(log), _changed(tender), ocid, releases, tender.compiled
    )
    return json_response(made)


def get_releases(request: HttpRequest, ocid: Path[Ocid]) -> HttpResponseBase:
    """What was published of a tender, step by step: each release as it was then. 410 as above."""
    log, tender = _find(request, ocid)
    releases = tender.releases.order_by("date").values_list("payload", flat=True)
    return json_response(
        release_package(request.build_absolute_uri(request.path), _site(log), _changed(tender), releases)
    )


def _find(request: HttpRequest, ocid: str) -> tuple[SiteLog, Tender]:
    log = log_for(request)
    tender = Tender.objects.public(log.site_id).filter(ocid=ocid).first() if "\x00" not in ocid else None
    if tender is not None:
        return log, tender
    gone = PublishedItem.objects.filter(
        state=State.GONE,
        site_id=log.site_id,
        translation_key__in=Tender.objects.filter(ocid=ocid.replace("\x00", "")).values("translation_key"),
    )
    reason = gone.order_by("-sequence").values_list("reason", flat=True).first()
    raise item_gone(reason) if reason else not_found()


def _changed(tender: Tender) -> datetime.datetime:
    if tender.changed_at is None:
        raise not_found()
    return tender.changed_at


def _site(log: SiteLog) -> Site:
    return Site.objects.select_related("root_page").get(pk=log.site_id)


JSON_LINES, CSV = "application/jsonl", "text/csv"


def jsonl_file(request: HttpRequest, year: Path[FileYear]) -> HttpResponseBase:
    """The compiled release of each tender that began in a year: one JSON object a line."""
    return _file(request, year, json_lines, "jsonl", JSON_LINES)


def csv_file(request: HttpRequest, year: Path[FileYear]) -> HttpResponseBase:
    """Each tender that began in a year in a row, under the paths of OCDS. Amounts are in EUR."""
    return _file(request, year, csv_rows, "csv", f"{CSV}; charset=utf-8")


def _file(
    request: HttpRequest,
    year: int,
    write: Callable[[Iterable[list[str]]], Iterator[bytes]],
    suffix: str,
    media_type: str,
) -> HttpResponseBase:
    log = log_for(request)
    etag = log_etag(log)
    if unchanged := not_modified(request, etag):
        return unchanged
    response = StreamingHttpResponse(write(compiled_releases(log.site_id, year)), content_type=media_type)
    response["ETag"] = etag
    response["Content-Disposition"] = f'attachment; filename="tenders-{year}.{suffix}"'
    return response


_FILES = {
    "jsonl": (jsonl_file, JSON_LINES, "All tenders of a year, a compiled release a line"),
    "csv": (csv_file, CSV, "All tenders of a year, one a row"),
}
