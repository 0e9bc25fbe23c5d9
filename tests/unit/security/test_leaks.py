"""Whatever is asked of any public address, nothing of what is not public is in the answer.

A new address, or a new parameter of the API, makes these tests fail until it is asked for here too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pypdfium2 import PdfDocument
from pytest_django import Settings

from activity_report.publishing import publish
from alerts.models import Subscriber, Subscription
from cms_pages.publishing.worker import work_once
from cms_pages.registry import readers
from publications.models import Act, Tender
from search import services
from search.elasticsearch.client import client_of
from search.elasticsearch.indexer import ElasticsearchReader
from search.elasticsearch.indices import alias_of
from tests.api.client import CONTENT, get
from tests.factories import SiteTree
from tests.support.s3 import s3_storage
from tests.unit.security.hidden import WORD, Marked, hide_all, make

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves an image's files open

LANGUAGES = ("sq", "sr-latn", "en")
NARROW = "type=decision&kind=individual&year=2025&body=assembly&locale=sq&date_from=2025-01-01&date_to=2025-12-31"
RECORDING = "recordings/<int:recording_id>/<str:filename>"
FILES = {"documents/<int:document_id>/<path:document_filename>", "media/<path:name>", RECORDING}
ELI = (
    "eli/<slug:body>/<slug:act_type>/<int:year>/<int:number>/",
    "eli/<slug:body>/<slug:act_type>/<int:year>/<int:number>/<slug:language>/",
)
PAGES = "^((?:[\\w\\-]+/)*)$"
#: the personal feed of somebody who chose everything
FEED = UUID(int=7)
POSTER = "posters/<str:item_id>.pdf"
#: of the news, and of the calls
YEARS = (2025, timezone.localdate().year)
REPORT = "activity-report/<report_year:year>/"
ICAL = "ical/<slug:language>/<slug:body>.ics"
NEXT_MARCH = f"{timezone.localdate().year + 1}-03"
ALBUM = ("albums/<str:item_id>/cover.jpg", "albums/<str:item_id>/press-kit.zip")
ALBUM_FILE = "albums/<str:item_id>/<int:image_id>/<str:name>"
DATA_FILE = "data/<slug:type_name>.<slug:locale>.<slug:extension>"
TENDERS = "api/content/tenders/"
TENDER_FILES = (f"{TENDERS}<year>.jsonl", f"{TENDERS}<year>.csv")
TENDER = (f"{TENDERS}<ocid>/", f"{TENDERS}<ocid>/releases/")
#: routes that show the public page, by its token
SHOW_THE_PUBLIC_ONE = {
    ICAL,
    POSTER,
    DATA_FILE,
    f"{REPORT}publications/",
    *(TENDERS, *TENDER_FILES),
    ALBUM_FILE,
    *ALBUM,
    *("api/v2/^pages/", "api/v2/^documents/", "api/content/items/", "api/content/sync/", "api/content/search/"),
    *("api/content/search/suggest/", "search/", "feeds/<slug:name>.xml", "alerts/feed/<uuid:key>.xml", PAGES),
}


def lists(marked: Marked, bait: str) -> dict[str, list[str]]:
    """Addresses that are not one page's, by route; ``bait`` is searched for."""
    return {
        "api/v2/^pages/": [
            "/api/v2/pages/?fields=*&limit=20",
            f"/api/v2/pages/?search={bait}",
            f"/api/v2/pages/?type=publications.DecisionPage&fields=*&number={marked.token}",
        ],
        "api/v2/^documents/": ["/api/v2/documents/?fields=*&limit=20", f"/api/v2/documents/?search={bait}"],
        "api/v2/^images/": ["/api/v2/images/?fields=*&limit=20", f"/api/v2/images/?search={bait}"],
        r"api/v2/^(?:[\s\S]*/)?$": ["/api/v2/"],
        "api/content/openapi.json": [f"{CONTENT}openapi.json"],
        "api/content/docs": [f"{CONTENT}docs"],
        "api/content/items/": [
            f"{CONTENT}items/?limit=100",
            f"{CONTENT}items/?state=open",
            f"{CONTENT}items/?place={marked.token}&licence=press&limit=100",
            f"{CONTENT}items/?{NARROW}",
        ],
        "api/content/sync/": [f"{CONTENT}sync/?limit=500", f"{CONTENT}sync/?type=decision&locale=sq&limit=5"],
        "api/content/search/": [
            f"{CONTENT}search/?q={bait}&prefer=sq",
            f"{CONTENT}search/?q={bait}&state=in_force",
            f"{CONTENT}search/?q={bait}&order=newest&limit=50&{NARROW}",
            f"{CONTENT}search/",
        ],
        "api/content/search/suggest/": [
            f"{CONTENT}search/suggest/?q={bait[:4]}&prefer=sq&limit=10",
            f"{CONTENT}search/suggest/?q=vend",
        ],
        "api/content/": [CONTENT],
        r"api/content/^(?:[\s\S]*/)?$": [f"{CONTENT}nothing/"],
        POSTER: posters(marked),
        ICAL: [f"/ical/{code}/all.ics" for code in LANGUAGES],
        **albums(marked),
        DATA_FILE: [
            f"/data/{name}.{code}.{extension}"
            for name in ("decision", "news", "notice", "tender")
            for code in LANGUAGES
            for extension in ("csv", "jsonl")
        ],
        TENDERS: [
            f"{CONTENT}tenders/?limit=100",
            f"{CONTENT}tenders/?state=signed&category=works&body=assembly&year={timezone.localdate().year}",
        ],
        TENDER_FILES[0]: [f"{CONTENT}tenders/{year}.jsonl" for year in years()],
        TENDER_FILES[1]: [f"{CONTENT}tenders/{year}.csv" for year in years()],
        "data/catalog.<slug:extension>": ["/data/catalog.ttl", "/data/catalog.jsonld"],
        "data/": ["/data/", *(f"/{code}/data/" for code in LANGUAGES)],
        "data/<slug:name>/": ["/data/decision/", *(f"/{code}/data/decision/" for code in LANGUAGES)],
        "activity-report/": [f"/{code}/activity-report/" for code in LANGUAGES],
        REPORT: [f"/{code}/activity-report/{year}/" for code in LANGUAGES for year in YEARS],
        f"{REPORT}publications/": [
            f"/{code}/activity-report/{year}/publications/?category={category}&q={bait}"
            for code in LANGUAGES
            for year in YEARS
            for category in ("", "news", "calls")
        ],
        f"{REPORT.rstrip('/')}.<report_format:extension>": [
            f"/{code}/activity-report/2025.{extension}" for code in LANGUAGES for extension in ("csv", "xlsx", "pdf")
        ],
        "robots.txt": ["/robots.txt"],
        "theme-<slug:digest>.css": ["/theme-none.css"],
        "sitemap.xml": ["/sitemap.xml"],
        "sitemap-<int:part>.xml": ["/sitemap-1.xml"],
        "search/": [f"/{code}/search/?q={bait}" for code in LANGUAGES],
        "feeds/<slug:name>.xml": [
            f"/{code}/feeds/{name}.xml" for code in LANGUAGES for name in ("all", "decision", "news", "notice", "event")
        ],
        "alerts/": [
            f"/sq/alerts/?q={bait}&type=decision",
            *(f"/sq/alerts/?section={page.pk}" for page in marked.pages),
            *(f"/sq/alerts/?section={page.get_parent().pk}" for page in marked.pages),
        ],
        "alerts/asked/": ["/sq/alerts/asked/"],
        "alerts/link/": ["/sq/alerts/link/"],
        "alerts/confirm/<str:token>/": ["/sq/alerts/confirm/none/"],
        "alerts/settings/<str:token>/": ["/sq/alerts/settings/none/"],
        "alerts/unsubscribe/<str:token>/": ["/sq/alerts/unsubscribe/none/"],
        "alerts/feed/<uuid:key>.xml": [f"/sq/alerts/feed/{FEED}.xml"],
        PAGES: [
            *(f"/{code}/" for code in LANGUAGES),
            *(f"/{code}/vendimet/?year=2025&q={bait}" for code in LANGUAGES),
            *(f"/{code}/vendimet/" for code in LANGUAGES),
            f"/sq/vendimet/kalendari-public/?month={NEXT_MARCH}",
        ],
        ELI[0]: ["/eli/assembly/decision/2025/999999/"],
        ELI[1]: ["/eli/assembly/decision/2025/999999/sq/"],
        "_util/login/": ["/sq/_util/login/"],
        "admin/login/": ["/admin/login/"],
        "admin/login/code/": ["/admin/login/code/"],
        "admin/": ["/admin/", "/admin/reports/publication-log/", "/admin/reports/activity-report/publications/"],
    }


def years() -> tuple[int, int]:
    """Those in which tenders began that were made for a test."""
    return timezone.localdate().year, timezone.localdate().year - 1


def posters(marked: Marked) -> list[str]:
    return [f"/posters/{page.translation_key}.{page.locale.language_code}.pdf" for page in marked.pages]


def albums(marked: Marked) -> dict[str, list[str]]:
    ids = [f"{page.translation_key}.{page.locale.language_code}" for page in marked.pages]
    return {
        ALBUM[0]: [f"/albums/{item_id}/cover.jpg" for item_id in ids],
        ALBUM[1]: [f"/albums/{item_id}/press-kit.zip" for item_id in ids],
        ALBUM_FILE: [
            f"/albums/{item_id}/{image.pk}/{name}"
            for item_id in ids
            for image in marked.images
            for name in ("small.jpg", "large.jpg", image.filename)
        ],
    }


def own(marked: Marked) -> dict[str, list[str]]:
    """Addresses of a page, and of what belongs to it."""
    keys = [(page.translation_key, page.locale.language_code) for page in marked.pages]
    tenders = Tender.objects.filter(translation_key__in=[key for key, _code in keys]).exclude(ocid="")
    acts = Act.objects.filter(translation_key__in=[key for key, _code in keys]).exclude(number=None)
    return {
        "api/v2/^pages/<int:pk>/": [f"/api/v2/pages/{page.pk}/?fields=*" for page in marked.pages],
        "api/v2/^pages/find/": [f"/api/v2/pages/find/?id={page.pk}" for page in marked.pages],
        "api/v2/^documents/<int:pk>/": [f"/api/v2/documents/{document.pk}/" for document in marked.documents],
        "api/v2/^documents/find/": [f"/api/v2/documents/find/?id={document.pk}" for document in marked.documents],
        "api/v2/^images/<int:pk>/": [f"/api/v2/images/{image.pk}/" for image in marked.images],
        "api/v2/^images/find/": [f"/api/v2/images/find/?id={image.pk}" for image in marked.images],
        POSTER: posters(marked),
        **albums(marked),
        "api/content/items/<item_id>/": [f"{CONTENT}items/{key}.{code}/" for key, code in keys],
        "documents/<int:document_id>/<path:document_filename>": [document.url for document in marked.documents],
        "media/<path:name>": [
            *marked.renditions(),
            *(f"/media/{file.file.name}" for file in [*marked.documents, *marked.images, *marked.recordings]),
        ],
        RECORDING: [recording.url for recording in marked.recordings],
        TENDER[0]: [f"{CONTENT}tenders/{tender.ocid}/" for tender in tenders],
        TENDER[1]: [f"{CONTENT}tenders/{tender.ocid}/releases/" for tender in tenders],
        ELI[0]: [act.path for act in acts],
        ELI[1]: [f"{act.path}sq/" for act in acts],
        PAGES: [parts[2] for page in marked.pages if (parts := page.get_url_parts())],
        "admin/": [
            address
            for page in marked.pages
            for address in (
                f"/admin/posters/{page.pk}/",
                f"/admin/pages/{page.pk}/view_draft/",
                f"/admin/pages/{page.pk}/edit/preview/",
            )
        ],
    }


#: routes that take a form and tell nothing: asked by GET they are refused
FORMS = {
    "documents/authenticate_with_password/<int:restriction_id>/",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
}


def routes() -> Iterator[str]:
    """Every route of the site, without the language's prefix; all of the admin is one."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if route == "admin/" or not isinstance(pattern, URLResolver):
                yield route
            else:
                yield from walk(
                    pattern.url_patterns, "" if type(pattern.pattern).__name__ == "LocalePrefixPattern" else route
                )

    return walk(get_resolver().url_patterns, "")


# The second asks nothing of the database that the first does not.
@pytest.fixture(params=["database, folder", pytest.param("elasticsearch, s3", marks=pytest.mark.once)])
def has_servers(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> bool:
    """Whether Elasticsearch has the index and an S3 store the files, or the database and a folder."""
    settings.MEDIA_ROOT = str(tmp_path)
    if request.param == "database, folder":
        return False
    settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
    settings.ELASTICSEARCH_INDEX_PREFIX = request.getfixturevalue("index_prefix")
    storage = s3_storage(request.getfixturevalue("s3_server"), request.getfixturevalue("s3_bucket"))
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    monkeypatch = request.getfixturevalue("monkeypatch")
    monkeypatch.setitem(readers._entries, ElasticsearchReader.name, ElasticsearchReader())
    return True


@pytest.fixture
def hidden(site: SiteTree, settings: Settings, has_servers: bool) -> tuple[Marked, list[Marked]]:
    """A public page, and hidden ones for every reason, after all readers of the log have followed."""
    services._circuits.clear()
    settings.SEARCH_LIMIT_PER_MINUTE = settings.SUGGEST_LIMIT_PER_MINUTE = 0
    reader = Subscriber.objects.create(
        site=site.site, language="sq", feed_key=FEED, fingerprint="x", confirmed_at=timezone.now()
    )
    Subscription.objects.create(subscriber=reader, locale="sq", confirmed_at=timezone.now())
    for year in YEARS:
        publish(site.site, year)
    public, others = make("public", site.sections["sq"]), hide_all(site)
    while work_once():
        pass
    if has_servers:
        client_of(settings.ELASTICSEARCH_URL).indices.refresh(index=alias_of("*"))
        assert get(f"{CONTENT}search/").json()["degraded"] is False
    return public, others


def answer(address: str) -> tuple[int, str]:
    """Status and all that an answer says: its headers and its body."""
    response: Any = Client(headers={"accept-language": "en"}).get(address)
    body = response.getvalue() if response.streaming else response.content
    text = body.decode(errors="replace")
    if body.startswith(b"%PDF"):
        with PdfDocument(body) as pdf:
            text += "".join(page.get_textpage().get_text_range() for page in pdf)
    return response.status_code, f"{dict(response.headers)}\n{unquote(text)}"


def test_every_public_address_is_asked(db: None) -> None:
    marked = Marked("none", "none")
    assert set(routes()) == {*lists(marked, WORD), *own(marked), *FORMS}


def test_every_parameter_of_the_api_is_used(db: None) -> None:
    described = get(f"{CONTENT}openapi.json").json()["paths"]
    asked = [urlsplit(address) for group in lists(Marked("none", "none"), WORD).values() for address in group]
    for path, operations in described.items():
        names = {parameter["name"] for parameter in operations["get"]["parameters"] if parameter["in"] == "query"}
        used = {name for address in asked if address.path == path for name, _ in parse_qsl(address.query)}
        assert names - used - {"cursor", "offset"} == set(), path


def text_besides(marked: Marked, address: str, text: str) -> str:
    """A text without what may be said of what is hidden."""
    # An address may be repeated, to say that it is not there or where to sign in.
    text = text.replace(unquote(address), "")
    if marked.kind == "expired":
        # An act whose time is over is withdrawn: its title and its number stay public (docs/decisions/0043).
        title, number = f"Vendim {WORD} {marked.token}", marked.token
        for said in (title, f'"number":"{number}"', f"Act number {number} of", f"Akti me numër {number} i"):
            text = text.replace(said, "")
    return text


def test_nothing_hidden_is_in_any_answer(hidden: tuple[Marked, list[Marked]]) -> None:
    public, others = hidden
    leaks: list[str] = []
    found: set[str] = set()
    for route, addresses in lists(public, WORD).items():
        for address in addresses:
            status, text = answer(address)
            assert status < 500, address
            found |= {route} if public.token in text else set()
            leaks += [f"{marked.kind}: {address}" for marked in others if marked.token in text]
    for marked in others:
        for route, addresses in own(marked).items():
            if route in FILES and marked.kind == "other-site":
                continue  # what another site publishes is public
            for address in addresses:
                status, text = answer(address)
                if marked.token in text_besides(marked, address, text):
                    leaks.append(f"{marked.kind}: {address} ({status})")
                if route in FILES and status == 200:
                    leaks.append(f"{marked.kind}: {address} is served")
    assert leaks == []
    assert found >= SHOW_THE_PUBLIC_ONE, "what is public is found there, and so would be what is not"
    for address in [*(file.url for file in [*public.documents, *public.recordings]), *public.renditions()]:
        assert answer(address)[0] == 200, address
