"""The content API under requests made up from its own description: it never breaks, and answers only as described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms_pages.models import PublishedItem
from publications.models import Tender
from tests.api.client import CONTENT
from tests.factories import (
    DecisionPageFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    SiteTree,
    publish_translation,
)
from tests.factories.tenders import publish_tender
from tests.support.fixtures import project

PATHS = [
    *("items/", "items/{item_id}/", "sync/", "search/", "search/suggest/"),
    *("tenders/", "tenders/{year}.jsonl", "tenders/{year}.csv", "tenders/{ocid}/", "tenders/{ocid}/releases/"),
]
HEADERS = {"Accept-Encoding": "identity", "Origin": "https://app.example.net"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves an image's files open


@pytest.fixture
def schema(site: SiteTree) -> Iterator[BaseSchema]:
    """The API's own description, over a log that has something of each kind."""
    section = site.sections["sq"]
    publish_translation(DecisionPageFactory(parent=section), "en")
    MinutesPageFactory(parent=section)
    NewsPageFactory(parent=section, image=ImageFactory())
    publish_tender(section)
    withdrawn = DecisionPageFactory(parent=section)
    project()
    withdrawn.unpublish()
    project()
    signals = (request_started, request_finished)
    for signal in signals:  # as Django's own test client: the test's transaction is left open
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(f"{CONTENT}openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


def test_every_operation_is_asked(schema: BaseSchema) -> None:
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    described = {f"{one.method.upper()} {one.path}" for one in operations}
    assert described == {f"GET {CONTENT}{path}" for path in PATHS}


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", PATHS)
def test_answers_as_described_whatever_is_asked(schema: BaseSchema, path: str, mode: GenerationMode) -> None:
    operation = schema[CONTENT + path]["GET"]
    cases = [operation.as_strategy(generation_mode=mode)]
    if mode.is_positive:
        cases += [operation.as_strategy(**known) for known in known_values(operation)]

    @settings(max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=one_of(cases))
    def ask(case: Case[Any]) -> None:
        answer = case.call_and_validate(checks=CHECKS, headers=HEADERS)
        assert answer.headers["access-control-allow-origin"] == ["*"]
        case.method = "HEAD"
        head = case.call(headers=HEADERS)
        assert (head.status_code, head.content) == (answer.status_code, b"")
        case.method = "POST"
        refused = case.call(headers=HEADERS)
        assert (refused.status_code, refused.headers["allow"]) == (405, ["GET, HEAD, OPTIONS"])

    ask()


def known_values(operation: APIOperation[Any, Any, Any, Any]) -> list[dict[str, Any]]:
    """Parameters that nobody can make up: ids of what is or was published, and cursors."""
    if "{item_id}" in operation.path:
        return [{"path_parameters": {"item_id": item.item_id}} for item in PublishedItem.objects.order_by("pk")]
    if "{ocid}" in operation.path:
        return [{"path_parameters": {"ocid": tender.ocid}} for tender in Tender.objects.order_by("pk")]
    if "{year}" in operation.path:
        return [{"path_parameters": {"year": year}} for year in Tender.objects.values_list("year", flat=True)]
    following = operation.Case(query={"limit": 1}).call(headers=HEADERS).json()
    return [{"query": {"limit": 1, "cursor": following[name]}} for name in ("next", "cursor") if name in following]
