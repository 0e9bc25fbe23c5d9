"""Many videos and sound recordings uploaded at once, as an editor who is no superuser."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.models import Collection, GroupCollectionPermission, UploadedFile
from wagtail.users.models import UserProfile

from cms_pages.models import Recording
from tests.factories import RecordingFactory, RecordingPageFactory, SiteTree
from tests.factories.files import WAV, WEBM

pytestmark = pytest.mark.django_db

MP4 = b"\0\0\0\x20ftypisom"


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def collection() -> Collection:
    return Collection.get_first_root_node().add_child(name="Zyra")


@pytest.fixture
def editor(editor: User, collection: Collection) -> User:
    """Who may add recordings to one collection."""
    group = Group.objects.create(name="Zyra")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename="add_media")
    GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    editor.groups.add(group)
    return editor


def upload(client: Client, name: str, content: bytes, **facts: Any) -> dict[str, Any]:
    data = {"files[]": SimpleUploadedFile(name, content), **facts}
    answer: dict[str, Any] = client.post(reverse("cms_pages_add_recordings"), data).json()
    return answer


def nothing_is_left() -> bool:
    """Of a file that was refused: no row, also not Wagtail's for later, and no file."""
    return not (any(default_storage.listdir("")) or Recording.objects.exists() or UploadedFile.objects.exists())


@pytest.mark.parametrize(
    ("name", "content", "type_"),
    [
        ("a.webm", WEBM, "video"),
        ("a.mp4", MP4, "video"),
        ("A.MP4", MP4, "video"),
        ("a.wav", WAV, "audio"),
        ("a.mp3", b"ID3\x04", "audio"),
        ("b.mp3", b"\xff\xfb\x90\x64", "audio"),
        ("a.m4a", b"\0\0\0\x20ftypM4A ", "audio"),
        ("a.ogg", b"OggS\0", "audio"),
    ],
)
def test_name_and_content_say_what_it_is(
    admin: Client, editor: User, collection: Collection, name: str, content: bytes, type_: str
) -> None:
    answer = upload(admin, name, content, title="Hapja e urës")
    recording = Recording.objects.get()
    assert answer["media_id"] == recording.pk
    assert (recording.title, recording.type, recording.file_size) == ("Hapja e urës", type_, len(content))
    # Its only collection is not asked for.
    assert (recording.uploaded_by_user, recording.collection) == (editor, collection)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.avi", b"RIFF\0\0\0\0AVI "),
        ("a.webm", b"<html><script>"),
        ("a.mp4", WEBM),
        ("a.mp3", b"MZ\x90"),
        ("a", WEBM),
    ],
)
def test_what_browsers_do_not_play_is_refused(admin: Client, name: str, content: bytes) -> None:
    answer = upload(admin, name, content)
    assert not answer["success"]
    assert answer["error_message"] == (
        "This is not a file that browsers can play. Save the recording as one of MP4, WEBM, MP3, M4A, OGG, WAV, "
        "and upload that file."
    )
    assert nothing_is_left()


@pytest.mark.parametrize(
    ("language", "says"), [("sq", "Ky nuk është skedar që e luajnë"), ("sr-latn", "Ovo nije datoteka")]
)
def test_refusal_is_in_the_editors_language(admin: Client, editor: User, language: str, says: str) -> None:
    UserProfile.objects.filter(user=editor).update(preferred_language=language)
    assert says in upload(admin, "a.avi", b"x")["error_message"]


def test_file_that_is_too_large_is_refused_with_its_size(admin: Client, settings: Settings) -> None:
    settings.MAX_RECORDING_SIZE = 1024
    said = upload(admin, "a.webm", WEBM + b"x" * 2048)["error_message"]
    assert "and at most 1.0\xa0KB can be uploaded" in said
    assert nothing_is_left()
    # The page knows it, so that such a file is not even sent.
    page = admin.get(reverse("cms_pages_add_recordings"))
    assert page.context["max_size"] == 1024
    assert "1.0\xa0KB" in json.loads(page.context["refusals"])["maxFileSize"]


def test_title_that_is_too_long_is_refused_and_nothing_kept_for_later(admin: Client) -> None:
    said = upload(admin, "a.webm", WEBM, title="<b>" * 100)["error_message"]
    assert "at most 255 characters" in said
    assert nothing_is_left()


def test_collection_that_is_not_the_editors_is_refused(admin: Client, editor: User, collection: Collection) -> None:
    own = collection.add_sibling(name="Fotografët")
    permission = Permission.objects.get(codename="add_media")
    GroupCollectionPermission.objects.create(group=editor.groups.get(), collection=own, permission=permission)
    other = collection.add_sibling(name="Kabineti")
    assert not upload(admin, "a.webm", WEBM, collection=other.pk)["success"]
    assert nothing_is_left()
    upload(admin, "a.webm", WEBM, collection=own.pk)
    assert Recording.objects.get().collection == own


def describe(client: Client, recording: Any, **facts: Any) -> Any:
    data = {f"recording-{recording.pk}-{name}": value for name, value in facts.items()}
    return client.post(reverse("cms_pages_describe_recording", args=[recording.pk]), data)


def test_facts_of_each_are_given_after_it_is_uploaded(admin: Client) -> None:
    form = upload(admin, "a.webm", WEBM)["form"]
    recording = Recording.objects.get()
    assert f'name="recording-{recording.pk}-duration"' in form
    assert "-file" not in form
    assert "This field is required." in describe(admin, recording, title="").json()["form"]
    assert describe(admin, recording, title="Hapja", duration="12.5", tags="ura").json()["success"]
    fresh = Recording.objects.get()
    assert (fresh.title, fresh.duration, [tag.name for tag in fresh.tags.all()]) == ("Hapja", 12.5, ["ura"])
    # Found in the library by its tag, which was kept after it.
    assert list(Recording.objects.search("ura")) == [fresh]


def test_recording_of_somebody_else_is_neither_described_nor_deleted(admin: Client, collection: Collection) -> None:
    recording = RecordingFactory(collection=collection, title="E tjetrit")
    assert describe(admin, recording, title="Imja").status_code == 302
    admin.post(reverse("cms_pages_delete_added_recording", args=[recording.pk]))
    assert Recording.objects.get().title == "E tjetrit"


def test_who_may_not_add_recordings_adds_none(client: Client, editor: User) -> None:
    GroupCollectionPermission.objects.all().delete()
    client.force_login(editor)
    response = client.post(reverse("cms_pages_add_recordings"), {"files[]": SimpleUploadedFile("a.webm", WEBM)})
    assert response.status_code == 302
    assert nothing_is_left()


def test_upload_that_was_not_needed_is_deleted_unless_a_page_has_it(admin: Client, site: SiteTree) -> None:
    used, free = (upload(admin, name, WEBM)["media_id"] for name in ("a.webm", "b.webm"))
    RecordingPageFactory(parent=site.sections["sq"], recording=Recording.objects.get(pk=used))
    answers = [admin.post(reverse("cms_pages_delete_added_recording", args=[pk])).json() for pk in (used, free)]
    assert answers[0] == {
        "success": False,
        "error_message": "This recording cannot be deleted: a page has it. Take it out there first.",
    }
    assert answers[1]["success"]
    assert list(Recording.objects.values_list("pk", flat=True)) == [used]


def test_library_leads_to_it_and_so_does_the_address_of_the_form_for_one(
    admin: Client, editor: User, collection: Collection
) -> None:
    address = reverse("cms_pages_add_recordings")
    listing = admin.get(reverse("wagtailmedia:index"), {"collection_id": collection.pk}).content.decode()
    assert f'href="{address}?collection_id={collection.pk}"' in listing
    assert admin.get(reverse("wagtailmedia:add", args=["video"]))["Location"] == address
