"""Pictures of news: small, of the right size, and never made while a reader waits."""

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model

from cms_pages.publishing.readers import run_reader
from municipality.pictures import CARD, PictureReader
from tests.factories import ImageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project
from tests.unit.site.html import get


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Wagtail keeps renditions in the cache, which a test's end does not undo."""
    cache.clear()


renditions: Any = get_image_model().get_rendition_model().objects


def test_sizes_are_there_before_somebody_reads(client: Client, site: SiteTree) -> None:
    news = NewsPageFactory(parent=site.sections["sq"], image=ImageFactory(description="Ura"))
    project()
    run_reader(PictureReader())
    made = renditions.count()
    assert made > 10
    home, page = get(client, "/sq/"), get(client, news.get_url())
    assert renditions.count() == made, "no page made one of its own"
    for html, css in ((home, ".news-card"), (page, ".news-image")):
        assert html.attributes(f"{css} source", "type") == ["image/avif"]
        assert html.attributes(f"{css} img", "src")[0].endswith(".jpg")
        assert all(html.attributes(f"{css} img", name) for name in ("width", "height", "srcset", "sizes"))
    assert home.attributes(".news-card img", "loading") == ["lazy"]
    assert page.attributes(".news-image img", "loading") == [], "it is what one came to see"
    assert page.attributes(".news-image img", "alt") == ["Ura"]


def test_lost_picture_holds_nothing_up(site: SiteTree) -> None:
    lost, fine = ImageFactory(), ImageFactory()
    for image in (lost, fine):
        NewsPageFactory(parent=site.sections["sq"], image=image)
    project()
    renditions.all().delete()
    lost.file.storage.delete(lost.file.name)
    assert run_reader(PictureReader()) > 0
    assert not lost.renditions.exists()
    assert fine.renditions.count() > 10


def test_number_of_queries_of_the_home_page_does_not_grow_with_pictures(client: Client, site: SiteTree) -> None:
    counts = []
    for more in (1, 3):
        for _ in range(more):
            NewsPageFactory(parent=site.sections["sq"], image=ImageFactory())
        project()
        run_reader(PictureReader())
        client.get("/sq/")
        with CaptureQueriesContext(connection) as captured:
            page = get(client, "/sq/")
        counts.append(len(captured))
    assert len(page.soup.select(".news-card img")) == 4
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_who_makes_sizes_second_shows_the_files_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes find none at the same time; files are served by the name that a rendition has."""
    image = ImageFactory()
    other = type(image).objects.get(pk=image.pk)
    make = type(image).generate_rendition_file

    def while_another_makes_it(self: Any, filter_: Any, *, source: Any = None) -> Any:
        file = make(self, filter_, source=source)
        monkeypatch.setattr(type(image), "generate_rendition_file", make)
        other.get_renditions(*CARD)
        return file

    monkeypatch.setattr(type(image), "generate_rendition_file", while_another_makes_it)
    shown = {rendition.file.name for rendition in image.get_renditions(*CARD).values()}
    assert shown == set(renditions.values_list("file", flat=True))
