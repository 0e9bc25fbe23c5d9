"""Sizes of pictures on a full disk: pages are shown without them, and they are made once there is room."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import Client

from cms_pages.models import Picture, PublishedItem, ReaderPosition
from cms_pages.models.picture import RenditionNotKeptError
from cms_pages.publishing.readers import run_reader
from municipality.pictures import PictureReader
from tests.factories import ImageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project


@contextmanager
def full_disk() -> Iterator[None]:
    """No stored file can grow, as on a full disk of their own. SQLite may write whenever its memory is full: it can."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    save = FileSystemStorage.save

    def without_room(storage: FileSystemStorage, *args: Any, **kwargs: Any) -> str:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
        try:
            return save(storage, *args, **kwargs)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    with patch.object(FileSystemStorage, "save", without_room):
        yield


@pytest.fixture
def news(site: SiteTree) -> Any:
    page = NewsPageFactory(parent=site.sections["sq"], title="Lajm për parkun", image=ImageFactory())
    project()
    return page


def files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.parametrize("path", ["/sq/", None])
def test_page_is_shown_without_its_picture(client: Client, news: Any, path: str | None) -> None:
    before, made = files(), Picture.objects.get().renditions.count()
    with full_disk():
        response = client.get(path or news.get_url())
    assert response.status_code == 200
    assert "Lajm për parkun" in response.content.decode()
    assert files() == before
    assert Picture.objects.get().renditions.count() == made
    assert client.get(path or news.get_url()).status_code == 200
    assert Picture.objects.get().renditions.count() > made


def test_they_are_made_ahead_once_there_is_room(news: Any) -> None:
    items = list(PublishedItem.objects.live().filter(page_id=news.pk))
    before, made = files(), Picture.objects.get().renditions.count()
    with full_disk(), pytest.raises(RenditionNotKeptError):
        PictureReader().handle(items)
    assert files() == before
    run_reader(PictureReader())
    assert Picture.objects.get().renditions.count() == made + 11
    assert ReaderPosition.objects.get(name="pictures").failures == 0
