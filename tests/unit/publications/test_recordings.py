"""Recordings: what they say, whom they are given to, and what an editor is told."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from cms_pages.models import PublishedItem, Recording
from publications.models import RecordingPage, RecordingSubtitles
from tests.factories import (
    CalendarPageFactory,
    EventPageFactory,
    ImageFactory,
    RecordingFactory,
    RecordingPageFactory,
    SiteTree,
    publish_translation,
)
from tests.factories.files import WAV, WEBM
from tests.support.fixtures import project

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves an image's files open

VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nMir\xc3\xab se vini.\n"


def payload(page: Any) -> dict[str, Any]:
    item = PublishedItem.objects.get(item_id=f"{page.translation_key}.{page.locale.language_code}")
    said: dict[str, Any] = json.loads(item.payload)
    return said


def path(address: str) -> str:
    return address.removeprefix("http://localhost")


def subtitles(page: Any, *languages: str) -> list[RecordingSubtitles]:
    return [
        RecordingSubtitles(
            language=language,
            document=Document.objects.create(title=language, file=ContentFile(VTT, name=f"{language}.vtt")),
            locale=page.locale,
        )
        for language in languages
    ]


@pytest.fixture
def recording(site: SiteTree) -> Any:
    calendar = CalendarPageFactory(parent=site.sections["sq"])
    page = RecordingPageFactory(
        parent=site.sections["sq"],
        title="Hapja e urës",
        poster=ImageFactory(),
        event=EventPageFactory(parent=calendar, title="Hapja"),
        licence="CC-BY-4.0",
    )
    page.subtitles = subtitles(page, "en", "sq")
    page.save_revision().publish()
    project()
    return RecordingPage.objects.get(pk=page.pk)


def test_item_says_all_that_the_page_shows(recording: Any, client: Client) -> None:
    said = payload(recording)
    assert (said["type"], said["kind"], said["place"], said["credit"]) == (
        "recording",
        "video",
        "Ura e Gurit",
        "Zyra për komunikim",
    )
    assert said["licence"]["url"].endswith("by/4.0/")
    assert said["event"]["title"] == "Hapja"
    assert said["transcript"] == "Kryetarja: Mirë se vini."
    # Those of its own language first.
    assert [one["language"] for one in said["subtitles"]] == ["sq", "en"]
    assert said["poster"]["width"] > 0
    assert said["file"]["media_type"] == "video/webm"
    response = client.get(path(said["file"]["url"]))
    assert len(response.getvalue()) == said["file"]["size"]
    assert response["ETag"] == f'"{said["file"]["sha256"]}"'
    track = client.get(path(said["subtitles"][0]["file"]["url"]))
    assert (track.getvalue(), track["Content-Type"]) == (VTT, "text/vtt")
    assert "Mirë se vini" in PublishedItem.objects.get(item_id=said["id"]).text


def test_page_plays_it_with_subtitles_transcript_and_download(recording: Any, client: Client) -> None:
    html = client.get(recording.get_url()).content.decode()
    assert f'src="{recording.recording.url}"' in html
    # On a telephone one comes below the other.
    assert html.index("<video") < html.index('class="publication-facts"')
    assert 'kind="captions"' in html
    assert "Kryetarja: Mirë se vini." in html
    assert "WEBM" in html
    assert '"VideoObject"' in html
    assert "og:video" in html
    recording.recording = RecordingFactory(type="audio", file=ContentFile(WAV, name="fjalimi.wav"))
    recording.save_revision().publish()
    project()
    html = client.get(recording.get_url()).content.decode()
    assert "<audio controls" in html
    assert "<video" not in html
    assert '"AudioObject"' in html


def test_translation_has_the_file_and_words_of_its_own(recording: Any) -> None:
    page = publish_translation(recording, "en", {"Kryetarja: Mirë se vini.": "The mayor: Welcome."})
    project()
    said = payload(page)
    assert said["file"]["sha256"] == payload(recording)["file"]["sha256"]
    assert said["transcript"] == "The mayor: Welcome."
    assert [one["language"] for one in said["subtitles"]] == ["en", "sq"]


def test_event_leads_to_its_recordings_as_long_as_they_are_public(recording: Any, client: Client) -> None:
    event = recording.event
    assert [(one["type"], one["title"]) for one in payload(event)["media"]] == [("recording", "Hapja e urës")]
    assert "Hapja e urës" in client.get(event.get_url()).content.decode()
    recording.unpublish()
    project()
    assert payload(event)["media"] == []


def test_recording_is_given_to_everybody_only_while_it_is_published(recording: Any, client: Client) -> None:
    url = recording.recording.url
    assert client.get(url)["Cache-Control"] == "public, no-cache"
    assert client.get(url.replace(".webm", ".mp4")).status_code == 404
    assert client.get(f"/media/{recording.recording.file.name}").status_code == 404
    recording.unpublish()
    project()
    assert client.get(url).status_code == 404
    assert client.get(url, headers={"Range": "bytes=0-3"}).status_code == 404
    assert client.get(RecordingFactory().url).status_code == 404


def test_collection_that_becomes_private_takes_its_recordings_away(recording: Any, client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="Vetëm për zyrën")
    recording.recording.collection = collection
    recording.recording.save()
    project()
    url = recording.recording.url
    assert client.get(url).status_code == 200
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    # At once, although nothing was projected.
    assert client.get(url).status_code == 404
    project()
    assert payload(recording)["file"] is None
    assert recording.recording.filename not in client.get(recording.get_url()).content.decode()


def test_editor_of_its_collection_gets_a_draft(db: None, client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="Zyra")
    recording = RecordingFactory(collection=collection)
    user = User.objects.create_user("redaktorja")
    group = Group.objects.create(name="Zyra")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    assert client.get(recording.url).status_code == 404
    permission = Permission.objects.get(codename="change_media")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    response = client.get(recording.url)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_item_costs_the_same_with_one_language_of_subtitles_and_three(site: SiteTree) -> None:
    counts = []
    for languages in (("sq",), ("sq", "sr-latn", "en")):
        page = RecordingPageFactory(parent=site.sections["sq"])
        page.subtitles = subtitles(page, *languages)
        page.save_revision().publish()
        project()
        fresh = RecordingPage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as read:
            fresh.item_fields()
        counts.append(len(read))
    assert counts[0] == counts[1]


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    user = User.objects.create_superuser("redaktorja")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def save(
    client: Client, site: SiteTree, rows: list[dict[str, Any]] | None = None, *, publish: bool = True, **fields: Any
) -> str:
    data = {
        "title": "Hapja e urës",
        "slug": "hapja-e-ures",
        "date": "2025-07-04",
        "credit": "Zyra",
        "licence": "press",
        "transcript": "Mirë se vini.",
        "content": streamfield([]),
        "subtitles": inline_formset([{"ORDER": "1", **row} for row in rows or []]),
        "comments": inline_formset([]),
        **({"action-publish": "1"} if publish else {}),
        **fields,
    }
    address = f"/admin/pages/add/publications/recordingpage/{site.sections['sq'].pk}/"
    text: str = client.post(address, nested_form_data(data)).content.decode()
    return text


def test_recording_without_a_transcript_is_a_draft_but_is_not_published(editor: Client, site: SiteTree) -> None:
    recording = RecordingFactory()
    assert "This field is required." in save(editor, site, recording=recording.pk, transcript="")
    assert not RecordingPage.objects.exists()
    save(editor, site, recording=recording.pk, transcript="", publish=False)
    assert not RecordingPage.objects.get().live
    save(editor, site, recording=recording.pk, slug="tjeter")
    assert RecordingPage.objects.get(live=True).slug == "tjeter"


def test_recording_in_a_private_collection_is_refused(editor: Client, site: SiteTree) -> None:
    collection = Collection.get_first_root_node().add_child(name="Vetëm për zyrën")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    recording = RecordingFactory(collection=collection)
    assert "This recording is in a private collection." in save(editor, site, recording=recording.pk)
    assert not RecordingPage.objects.exists()


def test_file_that_holds_no_subtitles_and_a_language_twice_are_refused(editor: Client, site: SiteTree) -> None:
    recording = RecordingFactory()
    other = Document.objects.create(title="x", file=ContentFile(b"x", name="x.txt"))
    one = Document.objects.create(title="y", file=ContentFile(VTT, name="y.vtt"))
    html = save(editor, site, [{"language": "sq", "document": other.pk}], recording=recording.pk)
    assert "Choose a subtitles file" in html
    rows = [{"language": "sq", "document": one.pk}, {"language": "sq", "document": one.pk}]
    assert "There are subtitles in this language already." in save(editor, site, rows, recording=recording.pk)
    assert not RecordingPage.objects.exists()


def test_recording_that_a_page_has_is_not_deleted(editor: Client, recording: Any) -> None:
    pk = recording.recording.pk
    response = editor.post(f"/admin/media/delete/{pk}/", follow=True)
    assert "This recording cannot be deleted: a page has it." in response.content.decode()
    assert "Hapja e urës" in response.content.decode()
    free = RecordingFactory()
    editor.post(f"/admin/media/delete/{free.pk}/")
    assert list(Recording.objects.all()) == [recording.recording]


def test_its_file_is_not_replaced(editor: Client) -> None:
    recording = RecordingFactory()
    data = {"title": "Tjetër", "file": SimpleUploadedFile("b.webm", WEBM), "duration": "4", "tags": ""}
    editor.post(f"/admin/media/edit/{recording.pk}/", data)
    fresh = Recording.objects.get()
    assert (fresh.title, fresh.duration, fresh.file.name) == ("Tjetër", 4, recording.file.name)
