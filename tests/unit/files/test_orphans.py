"""Files that no row names are found, in a local folder and on a real S3 server, and deleted only on request."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django import Settings
from wagtail.documents.models import Document

from cms_pages.files.orphans import orphaned_files
from publications.models import RecordingSubtitles
from tests.factories import DocumentFactory, ImageFactory, RecordingPageFactory, SiteTree
from tests.support.fixtures import project
from tests.support.s3 import s3_storage

LEFT = "documents/mbetur.pdf"


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path, db: None) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    if request.param == "s3":
        storage = s3_storage(request.getfixturevalue("s3_server"), request.getfixturevalue("s3_bucket"))
        settings.STORAGES = {**settings.STORAGES, "default": storage}


def test_file_that_nobody_names_is_named_and_deleted_on_request(
    store: None, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = [DocumentFactory().file.name, ImageFactory().get_rendition("width-10").file.name]
    default_storage.save(LEFT, ContentFile(b"%PDF-"))
    call_command("orphaned_files", hours=0)
    assert capsys.readouterr().out.splitlines()[:-1] == [LEFT]
    assert default_storage.exists(LEFT)
    call_command("orphaned_files", hours=0, delete=True)
    assert not default_storage.exists(LEFT)
    assert all(map(default_storage.exists, kept))


def test_files_of_recordings_are_named_by_their_rows_and_what_is_beside_them_is_not(
    store: None, capsys: pytest.CaptureFixture[str], site: SiteTree
) -> None:
    page = RecordingPageFactory(parent=site.sections["sq"], poster=ImageFactory())
    subtitles = Document.objects.create(title="sq", file=ContentFile(b"WEBVTT", name="sq.vtt"))
    page.subtitles = [RecordingSubtitles(language="sq", document=subtitles, locale=page.locale)]
    page.save_revision().publish()
    project()
    left = ["documents/mbetur.vtt", "media/mbetur.webm"]
    for name in left:
        default_storage.save(name, ContentFile(b"x"))
    call_command("orphaned_files", hours=0, delete=True)
    assert capsys.readouterr().out.splitlines()[:-1] == left
    kept = [page.recording.file.name, subtitles.file.name, *page.poster.renditions.values_list("file", flat=True)]
    assert len(kept) > 2
    assert all(map(default_storage.exists, kept))


def test_files_of_another_site_are_not_deleted(store: None, capsys: pytest.CaptureFixture[str]) -> None:
    """As with the settings of a developer, whose database is empty, and the folder of the server."""
    names = ["documents/1.pdf", "documents/2.pdf"]
    for name in names:
        default_storage.save(name, ContentFile(b"%PDF-"))
    DocumentFactory()
    with translation.override("en"), pytest.raises(CommandError, match="Nothing was deleted: 2 files"):
        call_command("orphaned_files", hours=0, delete=True)
    assert all(map(default_storage.exists, names))


@pytest.mark.parametrize("hours", ["nan", "inf", "-1"])
def test_hours_that_cannot_be_are_refused(hours: str) -> None:
    with pytest.raises(CommandError, match="--hours"):
        call_command("orphaned_files", f"--hours={hours}")


def test_file_of_an_upload_under_way_is_left_alone(store: None) -> None:
    default_storage.save(LEFT, ContentFile(b"%PDF-"))
    assert list(orphaned_files(timedelta(hours=1))) == []


def test_folder_in_which_nothing_was_ever_kept_has_none(settings: Settings, tmp_path: Path, db: None) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "not-there")
    assert list(orphaned_files(timedelta())) == []
