"""Methods, conditional requests, caching and other origins, for every public address."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from cms_pages.models import PublishedItem
from tests.api.client import CONTENT, V2, get, problem
from tests.factories import DecisionPageFactory, ImageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project

ADDRESSES = {
    "items": f"{CONTENT}items/",
    "item": f"{CONTENT}items/{{item_id}}/",
    "sync": f"{CONTENT}sync/",
    "description": f"{CONTENT}openapi.json",
    "docs": f"{CONTENT}docs",
    "v2 pages": f"{V2}pages/?fields=*",
    "v2 page": f"{V2}pages/{{page_id}}/",
    "v2 documents": f"{V2}documents/",
    "v2 images": f"{V2}images/",
}
#: those that do not change with what is published
FIXED = {"description", "docs", "v2 images"}

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Wagtail leaves an image's files open
    # None of it is about what the database is asked for.
    pytest.mark.once,
]


@pytest.fixture
def page(site: SiteTree) -> Any:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    return page


@pytest.fixture(params=list(ADDRESSES))
def address(request: pytest.FixtureRequest, page: Any) -> str:
    return ADDRESSES[request.param].format(item_id=f"{page.translation_key}.sq", page_id=page.pk)


def test_answer_may_be_kept_but_is_asked_for_again(address: str) -> None:
    response = get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["ETag"].startswith('"')
    assert "Cookie" not in response["Vary"]
    assert response.cookies == {}


def test_answer_is_compressed_for_who_takes_it_so(address: str) -> None:
    plain = get(address)
    answer = get(address, **{"accept-encoding": "br, gzip;q=0.5"})
    assert answer["ETag"] == f"W/{plain['ETag']}"
    if len(plain.content) < 1000:
        assert "Content-Encoding" not in answer
        assert answer.content == plain.content
    else:
        assert answer["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.content) == plain.content
    for response in (plain, answer):
        assert "Accept-Encoding" in response["Vary"]
        assert response["Content-Length"] == str(len(response.content))
    again = get(address, **{"accept-encoding": "gzip", "if-none-match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])


@pytest.mark.parametrize("encodings", ["", "identity", "gzip;q=0", "gzip; q=0.0, br", "x-gzips"])
def test_answer_is_not_compressed_for_who_does_not_take_it_so(page: Any, encodings: str) -> None:
    answer = get(f"{CONTENT}openapi.json", **{"accept-encoding": encodings})
    assert "Content-Encoding" not in answer
    assert answer.json()["openapi"]


def test_answer_that_is_not_for_everybody_is_not_compressed(page: Any) -> None:
    answer = get(f"{CONTENT}openapi.json", **{"accept-encoding": "gzip", "authorization": "Bearer x"})
    assert "Content-Encoding" not in answer


def test_unchanged_answer_is_a_304_without_a_body(address: str) -> None:
    first = get(address)
    again = get(address, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert get(address, **{"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - FIXED))
def test_changed_answer_is_sent(page: Any, name: str) -> None:
    address = ADDRESSES[name].format(item_id=f"{page.translation_key}.sq", page_id=page.pk)
    etag = get(address)["ETag"]
    page.title = "Titull tjetër"
    page.signed_pdf.title = "Dokument tjetër"
    page.signed_pdf.save()
    page.save_revision().publish()
    project()
    response = get(address, **{"if-none-match": etag})
    assert response.status_code == 200
    assert response["ETag"] != etag


def test_etag_of_an_item_outlives_changes_of_others(site: SiteTree, page: Any) -> None:
    address = ADDRESSES["item"].format(item_id=f"{page.translation_key}.sq")
    etag = get(address)["ETag"]
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    assert get(address, **{"if-none-match": etag}).status_code == 304


def test_a_condition_of_time_is_ignored_where_no_time_of_change_is_told(address: str) -> None:
    answer = get(address, **{"if-unmodified-since": "Mon, 01 Jan 2024 00:00:00 GMT"})
    assert answer.status_code == 200
    assert get(address, **{"if-match": '"another"'}).status_code == 412


def test_head_is_get_without_the_body(address: str) -> None:
    headers, whole = Client().head(address, headers={"accept-language": "en"}), get(address)
    assert (headers.status_code, headers.content) == (200, b"")
    assert headers["Content-Length"] == str(len(whole.content))
    assert headers["ETag"] == whole["ETag"]
    assert headers["Content-Type"] == whole["Content-Type"]


def test_options_says_which_methods_there_are(address: str) -> None:
    response = Client().options(address)
    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_other_methods_are_a_problem(address: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.generic(method, address, data=b"{}", content_type="application/json")
    problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_answer_to_credentials_is_not_kept(address: str, admin_client: Client) -> None:
    for response in (
        admin_client.get(address),
        Client().get(address, headers={"authorization": "Bearer x"}),
        Client().get(address, headers={"authorization": "Basic eDp5"}),
        admin_client.get(address, headers={"if-none-match": get(address)["ETag"]}),
    ):
        assert response["Cache-Control"] == "private, no-store"


def test_credentials_change_nothing_in_the_answer(address: str, admin_client: Client) -> None:
    public = get(address).content
    assert admin_client.get(address, headers={"accept-language": "en"}).content == public


@pytest.mark.parametrize(
    "path", ["nothing/", "items/x/", "items/1/2/", "", "search/nothing/at/all/", "%2e%2e/admin/", "a%0A/b/"]
)
def test_unknown_address_is_a_404_problem(page: Any, path: str) -> None:
    response = get(CONTENT + path, origin="https://app.example.net")
    problem(response, 404)
    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", [f"{CONTENT}items/", f"{V2}pages/"])
def test_unexpected_error_is_a_reported_problem(
    page: Any, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("cms_pages.api.items.log_for", fail)
    monkeypatch.setattr("cms_pages.api.v2.site_of", fail)
    response = Client(raise_request_exception=False).get(path)
    problem(response, 500)
    assert "secret" not in response.content.decode()
    assert "secret detail" in caplog.text


def test_missing_slash_is_added(page: Any) -> None:
    response = get(f"{CONTENT}items?limit=1")
    assert (response.status_code, response["Location"]) == (301, f"{CONTENT}items/?limit=1")


def test_unknown_address_of_v2_is_not_sent_to_a_page(page: Any) -> None:
    problem(get(f"{V2}nothing/"), 404)
    assert get(f"{V2}pages/0/").status_code == 404


def test_host_without_a_site_is_a_404_problem(page: Any) -> None:
    Site.objects.update(hostname="www.example.org", is_default_site=False)
    for address in (f"{CONTENT}items/", f"{CONTENT}sync/", f"{V2}pages/", f"{V2}documents/"):
        problem(get(address), 404)
    assert Client(HTTP_HOST="www.example.org").get(f"{CONTENT}items/").status_code == 200


def test_nothing_published_yet_is_an_empty_list(db: None) -> None:
    PublishedItem.objects.all().delete()
    assert Page.objects.filter(depth=1).exists()
    assert get(f"{CONTENT}items/").json() == {"items": [], "total": 0, "next": None}
    assert get(f"{CONTENT}sync/").json()["items"] == []


def test_any_origin_may_read_without_credentials(address: str) -> None:
    response = get(address, origin="https://app.example.net")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_preflight_allows_reading_only(address: str) -> None:
    asked = {"origin": "https://app.example.net", "access-control-request-method": "GET"}
    asked["access-control-request-headers"] = "if-none-match"
    response = Client().options(address, headers=asked)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "if-none-match" in response["Access-Control-Allow-Headers"]
    assert "authorization" not in response["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in response


def test_script_may_read_the_etag(page: Any) -> None:
    response = get(f"{CONTENT}items/", origin="https://app.example.net")
    assert "etag" in response["Access-Control-Expose-Headers"].lower()


def test_site_itself_is_not_for_other_origins(page: Any) -> None:
    response = get("/sq/", origin="https://app.example.net")
    assert "Access-Control-Allow-Origin" not in response


def test_text_is_sent_as_it_is(site: SiteTree) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], title='Çështje "ë" — Ђорђе', image=ImageFactory())
    project()
    body = get(f"{CONTENT}items/?type=news").content.decode()
    assert "Çështje" in body
    assert "Ђорђе" in body
    (item,) = json.loads(body)["items"]
    assert item["title"] == page.title
    assert (item["image"]["width"], item["image"]["height"]) == (page.image.width, page.image.height)
