"""The files of open data."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document

from cms_pages.models import PublishedItem
from cms_pages.open_data import streams
from cms_pages.open_data.columns import columns_of
from cms_pages.registry import publication_types
from cms_pages.selectors import publication_type_names
from publications.models import RecordingSubtitles
from tests.api.client import all_items, get, problem
from tests.factories import (
    DecisionPageFactory,
    DocumentFactory,
    ImageFactory,
    NewsPageFactory,
    RecordingPageFactory,
    SiteTree,
    publish_translation,
)
from tests.support.fixtures import project


def body(path: str, **headers: str) -> bytes:
    response = get(path, **headers)
    assert response.status_code == 200
    return bytes(response.getvalue())


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in body(path).decode().splitlines()]


def table(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(path).decode("utf-8-sig"))))


@pytest.fixture
def decisions(site: SiteTree) -> list[Any]:
    made = [
        DecisionPageFactory(parent=site.sections["sq"], title=f'Vendimi "{number}"; për ujin, dhe\nshtëpitë')
        for number in range(5)
    ]
    project()
    return made


def test_json_lines_are_the_items_of_the_api(decisions: list[Any]) -> None:
    publish_translation(decisions[0], "en")
    project()
    assert lines("/data/decision.sq.jsonl") == all_items("type=decision&locale=sq")
    assert lines("/data/decision.en.jsonl") == all_items("type=decision&locale=en")


def test_a_cell_of_csv_never_calculates(site: SiteTree) -> None:
    NewsPageFactory(parent=site.sections["sq"], title="=HYPERLINK(1)", summary="-1+cmd")
    project()
    (row,) = table("/data/news.sq.csv")
    assert (row["title"], row["summary"]) == ("'=HYPERLINK(1)", "'-1+cmd")
    (item,) = lines("/data/news.sq.jsonl")
    assert item["title"] == "=HYPERLINK(1)"


def test_csv_has_the_same_laid_flat(site: SiteTree, decisions: list[Any]) -> None:
    signed = DocumentFactory(title="Kopja")
    DecisionPageFactory(parent=site.sections["sq"], signed_pdf=signed)
    project()
    rows, items = table("/data/decision.sq.csv"), lines("/data/decision.sq.jsonl")
    assert len(rows) == 6
    for row, item in zip(rows, items, strict=True):
        assert row["title"] == item["title"]
        assert row["body.name"] == item["body"]["name"]
        assert row["end_of_validity"] == ""
        assert row["machine_translated"] == "false"
        assert row["sequence"] == str(item["sequence"])
        assert json.loads(row["attachments"]) == item["attachments"]
        assert row["signed_pdf.size"] == (str(item["signed_pdf"]["size"]) if item["signed_pdf"] else "")
    assert any(row["signed_pdf.size"] for row in rows)


def test_recordings_are_in_the_files_without_those_that_are_not_public(site: SiteTree) -> None:
    page = RecordingPageFactory(parent=site.sections["sq"], title="Hapja e urës", poster=ImageFactory())
    subtitles = Document.objects.create(title="sq", file=ContentFile(b"WEBVTT", name="hapja-e-ures.vtt"))
    page.subtitles = [RecordingSubtitles(language="sq", document=subtitles, locale=page.locale)]
    page.save_revision().publish()
    withdrawn = RecordingPageFactory(parent=site.sections["sq"], title="E tërhequra")
    project()
    withdrawn.unpublish()
    project()
    [item], [row] = lines("/data/recording.sq.jsonl"), table("/data/recording.sq.csv")
    assert [item] == all_items("type=recording&locale=sq")
    assert (row["title"], row["kind"], row["place"]) == ("Hapja e urës", "video", "Ura e Gurit")
    assert (row["licence.id"], row["credit"], row["duration"]) == ("press", "Zyra për komunikim", "")
    assert row["file.sha256"] == page.recording.sha256
    assert row["file.size"] == str(page.recording.file_size)
    assert row["poster.url"] == item["poster"]["url"]
    assert json.loads(row["subtitles"])[0]["file"]["filename"] == "hapja-e-ures.vtt"
    assert row["transcript"] == page.transcript


def test_spreadsheets_are_told_that_it_is_unicode(decisions: list[Any]) -> None:
    assert body("/data/decision.sq.csv").startswith("\ufeffid,".encode())


def test_a_file_goes_on_after_a_batch(decisions: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BATCH", 2)
    assert lines("/data/decision.sq.jsonl") == all_items("type=decision&locale=sq")
    assert len(table("/data/decision.sq.csv")) == 5


def test_compressed_it_is_the_same(decisions: list[Any]) -> None:
    plain = body("/data/decision.sq.csv")
    response = get("/data/decision.sq.csv", **{"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.getvalue()) == plain


def test_not_sent_again_while_nothing_changed(site: SiteTree, decisions: list[Any]) -> None:
    etag = get("/data/decision.sq.csv")["ETag"]
    assert get("/data/decision.sq.csv", **{"if-none-match": etag}).status_code == 304
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    assert get("/data/decision.sq.csv", **{"if-none-match": etag}).status_code == 200


def test_head_tells_of_it_without_reading_it(client: Any, decisions: list[Any]) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = client.head("/data/decision.sq.jsonl")
    assert response.content == b""
    assert response["Content-Type"] == "application/jsonl; charset=utf-8"
    assert not any("payload" in query["sql"] for query in queries.captured_queries)


def test_nothing_published_is_an_empty_file(site: SiteTree) -> None:
    assert lines("/data/news.sq.jsonl") == []
    assert table("/data/news.sq.csv") == []


@pytest.mark.parametrize("name", ["decision.sq.xlsx", "decision.de.csv", "home.sq.csv", "nothing.sq.csv"])
def test_what_there_is_not_is_said(site: SiteTree, name: str) -> None:
    problem(get(f"/data/{name}"), 404)


def test_nothing_that_is_not_public(site: SiteTree, hidden: Callable[[Any], None]) -> None:
    hidden(NewsPageFactory)
    assert lines("/data/news.sq.jsonl") == []


@pytest.mark.parametrize("extension", ["csv", "jsonl"])
def test_a_file_costs_the_same_queries_for_2_and_20(site: SiteTree, extension: str) -> None:
    body(f"/data/news.sq.{extension}")
    counts = []
    for more in (2, 18):
        for _ in range(more):
            NewsPageFactory(parent=site.sections["sq"])
        project()
        with CaptureQueriesContext(connection) as queries:
            body(f"/data/news.sq.{extension}")
        counts.append(len(queries))
    assert PublishedItem.objects.filter(type="news").count() == 20
    assert counts[0] == counts[1]


def test_every_column_is_described(db: None) -> None:
    for known in publication_types:
        if known.name in publication_type_names():
            columns = columns_of(known.schema)
            assert len({column.name for column in columns}) == len(columns)
            for column in columns:
                assert len(column.descriptions) == len(column.path), f"{known.name}: {column.name}"
