"""The media archive: albums and recordings of a section, narrowed by place, licence and the rest."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import AlbumPageFactory, RecordingPageFactory, SiteTree
from tests.support.fixtures import project


def titles(client: Client, address: str) -> list[str]:
    html = client.get(address).content.decode()
    return sorted(re.findall(r'<h[23] class="item-title">\s*<a [^>]*>([^<]*)</a>', html))


def test_archive_is_narrowed_by_place_licence_and_type(site: SiteTree, client: Client) -> None:
    section = site.sections["sq"]
    AlbumPageFactory(parent=section, title="Ura", place="Ura e Gurit", licence="CC0-1.0", count=1)
    AlbumPageFactory(parent=section, title="Shkolla", place="Shkolla e re", count=1)
    RecordingPageFactory(parent=section, title="Fjalimi", place="Ura e Gurit")
    project()
    url = section.get_url()
    assert titles(client, url) == ["Fjalimi", "Shkolla", "Ura"]
    assert titles(client, f"{url}?place=Ura+e+Gurit") == ["Fjalimi", "Ura"]
    assert titles(client, f"{url}?licence=CC0-1.0") == ["Ura"]
    assert titles(client, f"{url}?place=Ura+e+Gurit&type=recording") == ["Fjalimi"]
    shown = client.get(f"{url}?licence=nothing").content.decode()
    assert "Ura e Gurit" in shown
    assert "nothing" in shown, "it says what it left out"


def test_archive_costs_the_same_with_two_and_with_twenty(site: SiteTree, client: Client) -> None:
    section, counts = site.sections["sq"], []
    for count in (1, 9):
        for number in range(count):
            AlbumPageFactory(parent=section, place=f"Vendi {number}", count=1)
            RecordingPageFactory(parent=section, place=f"Vendi {number}")
        project()
        client.get(section.get_url())
        project()
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{section.get_url()}?place=Vendi+0")
        counts.append(len(queries))
    assert counts[0] == counts[1]
