"""The main job, whole: from the editor to the citizen and the app, in a browser, on a real Elasticsearch."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cms_pages.models import Body, PublishedItem
from tests.factories import SiteTree, make_site, pdf
from tests.support.processes import wait_for, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tree(live_server: LiveServer, settings: Any, elasticsearch_url: str, index_prefix: str) -> Iterator[SiteTree]:
    """A municipality's site on the live server, with a worker beside it."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_INDEX_PREFIX = index_prefix
    tree = make_site()
    tree.site.port = int(live_server.url.rpartition(":")[2])
    tree.site.save()
    Body.objects.create(key="assembly", name="Kuvendi i Komunës", locale=tree.homes["sq"].locale)
    User.objects.create_superuser("redaktore", "redaktore@example.org", "fjalëkalim-i-gjatë")
    with worker():
        yield tree


def get(url: str) -> Any:
    with urllib.request.urlopen(url) as response:
        return json.load(response)


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def log_in(page: Page, server: str) -> None:
    page.goto(f"{server}/admin/")
    page.get_by_label("Username").fill("redaktore")
    page.locator("[name=password]").fill("fjalëkalim-i-gjatë")
    page.get_by_role("button", name="Sign in").click()


def publish_decision(page: Page, server: str, section_id: int, file: Path) -> None:
    page.goto(f"{server}/admin/pages/add/publications/decisionpage/{section_id}/")
    page.locator("#id_title").fill("Vendim për fondin e dimrit")
    page.locator("#id_number").fill("01-400/77")
    page.locator("#id_date").fill("03.11.2025")
    page.locator("#id_body").select_option(label="Kuvendi i Komunës")
    page.locator("#id_signed_pdf-chooser [data-chooser-action-choose]").first.click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("#id_document-chooser-upload-title").fill("Vendimi i nënshkruar")
    page.locator("#id_document-chooser-upload-file").set_input_files(file)
    page.get_by_role("dialog").get_by_role("button", name="Upload").click()
    expect(page.locator("#id_signed_pdf-chooser")).to_contain_text("Vendimi i nënshkruar")
    page.locator("#id_summary").fill("Familjet marrin ndihmë për ngrohje.")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("created and published")).to_be_visible()


def translate_to_serbian(page: Page, server: str, page_id: int, texts: dict[str, str]) -> None:
    page.goto(f"{server}/admin/localize/submit/page/{page_id}/")
    page.get_by_label("Serbian").check()
    page.get_by_role("button", name="Submit").click()
    for source, text in texts.items():
        segment = page.locator("li", has=page.get_by_text(source, exact=True)).last
        segment.get_by_role("button", name="Translate").click()
        segment.locator("textarea").fill(text)
        segment.get_by_role("button", name="Save").click()
        expect(segment.get_by_text(text, exact=True)).to_be_visible()
    page.get_by_role("button", name="Publish in Serbian").click()
    expect(page.get_by_text("Published 'Odluka")).to_be_visible()


def test_decision_goes_from_the_editor_to_the_citizen_and_the_app(
    page: Page, live_server: LiveServer, tree: SiteTree, tmp_path: Path
) -> None:
    server = live_server.url
    file = tmp_path / "vendimi.pdf"
    file.write_bytes(pdf("Neni 1. Miratohen mjetet per dru zjarri."))

    log_in(page, server)
    publish_decision(page, server, tree.sections["sq"].pk, file)
    original = PublishedItem.objects.get(identifier="01-400/77")
    texts = {
        "Vendim për fondin e dimrit": "Odluka o zimskom fondu",
        "Familjet marrin ndihmë për ngrohje.": "Porodice dobijaju pomoć za ogrev.",
    }
    translate_to_serbian(page, server, original.page_id, texts)

    # The app: the item is there at once, in both languages, with the same facts.
    items = {item["locale"]: item for item in get(f"{server}/api/content/items/?type=decision")["items"]}
    assert items["sr-latn"]["title"] == "Odluka o zimskom fondu"
    assert items["sr-latn"]["translation"] == "complete"
    assert items["sr-latn"]["number"] == items["sq"]["number"] == "01-400/77"
    assert items["sr-latn"]["signed_pdf"]["sha256"] == items["sq"]["signed_pdf"]["sha256"]

    # The citizen: by a Cyrillic word, in an inflected form, on the Serbian site; and by the text of the PDF.
    def found_by_the_app(text: str) -> bool:
        result = get(f"{server}/api/content/search/?{urlencode({'q': text, 'prefer': 'sr-latn'})}")
        assert result["degraded"] is False
        return [item["title"] for item in result["items"]] == ["Odluka o zimskom fondu"]

    wait_for(lambda: found_by_the_app("зимски фонд"), "finding it in Elasticsearch")
    assert found_by_the_app("dru zjarri")
    page.context.clear_cookies()
    page.goto(f"{server}/sr-latn/")
    search = page.get_by_role("combobox").first
    search.fill("одлука о зимском фонду")
    search.press("Enter")
    page.get_by_role("main").get_by_role("link", name="Odluka o zimskom fondu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Odluka o zimskom fondu")
    expect(page.get_by_role("main")).to_contain_text(items["sq"]["signed_pdf"]["sha256"])
    address = page.get_by_role("main").get_by_role("link", name="Vendimi i nënshkruar").get_attribute("href")
    assert page.request.get(f"{server}{address}").body() == file.read_bytes()


def test_page_taken_down_is_gone_everywhere(
    page: Page, live_server: LiveServer, tree: SiteTree, tmp_path: Path
) -> None:
    server = live_server.url
    file = tmp_path / "vendimi.pdf"
    file.write_bytes(pdf("Neni 1."))
    log_in(page, server)
    publish_decision(page, server, tree.sections["sq"].pk, file)
    item = PublishedItem.objects.get(identifier="01-400/77")
    document_url = json.loads(item.payload)["signed_pdf"]["url"]
    search_url = f"{server}/api/content/search/?q={quote('fondi')}"
    wait_for(lambda: get(search_url)["total"] == 1, "finding it")
    assert status_of(document_url) == 200

    page.goto(f"{server}/admin/pages/{item.page_id}/unpublish/")
    page.locator("textarea[name=sq]").fill("Është botuar gabimisht.")
    page.get_by_role("button", name="Withdraw", exact=True).click()

    took = wait_for(lambda: get(search_url)["total"] == 0, "disappearing from search")
    assert took < 10
    assert get(f"{server}/api/content/items/?type=decision")["items"] == []
    for url, status in ((item.url, 410), (document_url, 404), (f"{server}/api/content/items/{item.item_id}/", 410)):
        assert status_of(url) == status
