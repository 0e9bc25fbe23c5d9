"""The description of the content API: valid, true, and changed only on purpose."""

import datetime
import json
import os
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import validate

from tests.api.client import CONTENT, get
from tests.factories import (
    AlbumPageFactory,
    BodyFactory,
    CalendarPageFactory,
    DecisionPageFactory,
    DocumentFactory,
    DocumentPageFactory,
    EventPageFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    RecordingPageFactory,
    SiteTree,
    StandardPageFactory,
    publish_translation,
)
from tests.factories.tenders import TO_CONTRACT, publish_tender
from tests.support.fixtures import project

SNAPSHOT = Path(__file__).parent / "openapi.json"
UPDATE = "UPDATE_SNAPSHOTS"
JSON, PROBLEM = "application/json", "application/problem+json"


def description() -> dict[str, Any]:
    document: dict[str, Any] = get(f"{CONTENT}openapi.json").json()
    return document


def assert_described(path: str, response: Any) -> None:
    """That an answer is as the description says of its address (with ``{}`` for what varies) and status."""
    document = description()
    described = document["paths"][CONTENT + path]["get"]["responses"][str(response.status_code)]["content"]
    media_type = response["Content-Type"]
    schema = {**described[media_type]["schema"], "components": document["components"]}
    OAS31Validator(schema, format_checker=oas31_format_checker).validate(response.json())


def test_description_is_valid_openapi_3_1(site: SiteTree) -> None:
    document = description()
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_description_changes_only_on_purpose(site: SiteTree) -> None:
    """What apps are generated from. When a change is meant: ``UPDATE_SNAPSHOTS=1 .venv/bin/pytest tests/api``."""
    found = json.dumps(description(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if os.environ.get(UPDATE):
        SNAPSHOT.write_text(found)
    assert found == SNAPSHOT.read_text(), f"{test_description_changes_only_on_purpose.__doc__}"


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves an image's files open
def test_answers_are_as_described(site: SiteTree) -> None:
    section = site.sections["sq"]
    decision = DecisionPageFactory(parent=section)
    publish_translation(decision, "en", {})
    MinutesPageFactory(parent=section)
    NewsPageFactory(parent=section, image=ImageFactory(), album=AlbumPageFactory(parent=section))
    NoticePageFactory(parent=section, body=BodyFactory())
    NoticePageFactory(
        parent=section,
        date=datetime.date(2025, 2, 3),
        deadline=datetime.datetime(2025, 2, 25, 15, tzinfo=datetime.UTC),
        results_date=datetime.date(2025, 3, 21),
        results=[("document_list", {"heading": "", "documents": [DocumentFactory()]})],
    )
    DocumentPageFactory(parent=section)
    publish_tender(section, f"{TO_CONTRACT} amendment implementation", lots=2, documents=1)
    event = EventPageFactory(parent=CalendarPageFactory(parent=section), body=BodyFactory())
    NewsPageFactory(parent=section, event=event)
    video = RecordingPageFactory(parent=section, event=event, poster=ImageFactory())
    video.subtitles.create(language="sq", document=DocumentFactory(), locale=video.locale)
    video.save()
    StandardPageFactory(parent=section)
    project()
    listed = get(f"{CONTENT}items/?limit=100")
    types = {item["type"] for item in listed.json()["items"]}
    structure = {"calendar", "page", "section", "home"}
    assert types == structure | {
        *("album", "decision", "document", "event", "minutes", "news", "notice", "recording", "tender")
    }
    assert {item["translation"] for item in listed.json()["items"]} == {"original", "partial"}
    assert_described("items/", listed)
    assert_described("items/", get(f"{CONTENT}items/?limit=1"))
    for item in listed.json()["items"]:
        assert_described("items/{item_id}/", get(f"{CONTENT}items/{item['id']}/"))
    following = get(f"{CONTENT}sync/")
    assert_described("sync/", following)
    decision.unpublish()
    project()
    changes = get(f"{CONTENT}sync/?cursor={following.json()['cursor']}")
    assert {change["op"] for change in changes.json()["items"]} == {"gone"}
    assert_described("sync/", changes)
    assert_described("items/{item_id}/", get(f"{CONTENT}items/{decision.translation_key}.sq/"))


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("items/", "items/?limit=0", 422),
        ("items/", "items/?cursor=x", 410),
        ("items/{item_id}/", "items/x/", 404),
        ("sync/", "sync/?x=1", 422),
        ("sync/", "sync/?cursor=x", 410),
    ],
)
def test_problems_are_as_described(site: SiteTree, path: str, address: str, status: int) -> None:
    response = get(CONTENT + address)
    assert response.status_code == status
    assert_described(path, response)


def test_description_would_notice_a_wrong_answer(site: SiteTree) -> None:
    response = get(f"{CONTENT}items/")
    wrong = response.json()
    wrong["items"][0]["sequence"] = "one"
    response.json = lambda: wrong
    with pytest.raises(Exception, match=r"'one' is not of type 'integer'|is not valid under any of the given schemas"):
        assert_described("items/", response)


def test_values_of_parameters_are_described(site: SiteTree) -> None:
    parameters = {one["name"]: one["schema"] for one in description()["paths"][f"{CONTENT}items/"]["get"]["parameters"]}
    days = {"date_from", "date_to"}
    assert set(parameters) == {
        *("type", "kind", "state", "year", "body", "place", "licence", "locale", "limit", "cursor"),
        *days,
    }
    assert {parameters[day]["format"] for day in days} == {"date"}
    assert parameters["locale"]["items"]["enum"] == ["sq", "sr-latn", "en"]
    assert "decision" in parameters["type"]["items"]["enum"]
    assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 100)
