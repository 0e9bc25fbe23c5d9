"""An editor uploads several recordings at once, and chooses one for a page, with the keyboard alone."""

from __future__ import annotations

import io
import re
import wave
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import FilePayload, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from cms_pages.models import Recording
from publications.models import RecordingPage
from tests.browser.test_authors_checker import PASSWORD, tree
from tests.browser.test_import_acts import examine
from tests.factories import SiteTree

__all__ = ["tree"]

pytestmark = pytest.mark.django_db(transaction=True)


def sound(seconds: float) -> bytes:
    """A WAV file of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(b"\x80" * int(8000 * seconds))
    return file.getvalue()


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def sign_in(page: Page, server: str, language: str) -> None:
    user = User.objects.create_superuser("redaktore", "redaktore@example.org", PASSWORD)
    UserProfile.objects.create(user=user, preferred_language=language)
    page.goto(f"{server}/admin/")
    page.locator("[name=username]").fill("redaktore")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.wait_for_url(f"{server}/admin/")


def press_until(page: Page, key: str, place: Locator) -> None:
    for _ in range(10):
        page.keyboard.press(key)
        if place.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("The keyboard does not get there")


def test_several_at_once_each_with_its_facts(page: Page, live_server: LiveServer, db: None) -> None:
    collection = Collection.get_first_root_node().add_child(name="Zyra")
    sign_in(page, live_server.url, "sq")
    page.goto(f"{live_server.url}/admin/media/")
    page.get_by_role("link", name="Shto incizime").click()
    assert examine(page) == []
    page.get_by_label("Shto në koleksion:").select_option(label=f"↳ {collection.name}")
    page.get_by_label("Ose zgjidhni nga kompjuteri").set_input_files(
        [
            payload("hapja.wav", sound(2.5)),
            payload("mbledhja.avi", b"RIFF\0\0\0\0AVI "),
            payload("fjala.wav", sound(1)),
        ]
    )
    rows = page.locator("#upload-list > li")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Ky nuk është skedar që e luajnë shfletuesit.")
    for row, name, length in ((rows.first, "hapja", "2.5"), (rows.last, "fjala", "1")):
        expect(row).to_contain_text("U ngarkua.")
        expect(row.get_by_label("Titulli")).to_have_value(name)
        # Read by the browser.
        expect(row.get_by_label("Kohëzgjatja")).to_have_value(length)
    assert examine(page) == []
    # With the keyboard alone.
    expect(page.get_by_label("Ose zgjidhni nga kompjuteri")).to_be_focused()
    press_until(page, "Tab", rows.first.get_by_label("Titulli"))
    page.keyboard.type("Hapja e urës")
    press_until(page, "Tab", rows.first.get_by_role("button", name="Përditëso"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Incizimi u përditësua.").first).to_be_visible()
    expect(rows).to_have_count(2)
    rows.last.get_by_role("link", name="Fshi").click()
    expect(rows).to_have_count(1)
    kept = Recording.objects.get()
    assert (kept.title, kept.type, kept.duration, kept.collection) == ("Hapja e urës", "audio", 2.5, collection)


def drag(page: Page, zone: Locator, files: list[Path], *steps: str) -> None:
    """As the mouse does that holds files of the computer's."""
    box = zone.bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for step in steps:
        session.send("Input.dispatchDragEvent", {"type": step, "x": box["x"] + 20, "y": box["y"] + 20, "data": data})


def test_files_are_dropped_and_what_is_not_sent_says_why(
    page: Page, live_server: LiveServer, tmp_path: Path, db: None
) -> None:
    files = [tmp_path / "hapja.wav", tmp_path / "fjala.wav"]
    for file in files:
        file.write_bytes(sound(1))
    sign_in(page, live_server.url, "sq")
    page.goto(f"{live_server.url}/admin/media/add/")
    zone, rows = page.locator(".drop-zone"), page.locator("#upload-list > li")
    drag(page, zone, files, "dragEnter", "dragOver")
    expect(zone).to_have_class(re.compile("hovered"))
    drag(page, zone, files, "drop")
    expect(zone).not_to_have_class(re.compile("hovered"))
    expect(page.locator("#upload-list > li.upload-success")).to_have_count(2)
    # Files that are chosen while there is no network, and after that as somebody who is not signed in any more.
    field = page.get_by_label("Ose zgjidhni nga kompjuteri")
    page.context.set_offline(True)
    field.set_input_files(files[0])
    expect(rows.nth(2)).to_contain_text("Lidhja u ndërpre, ose serveri nuk u përgjigj.")
    page.context.set_offline(False)
    page.context.clear_cookies()
    field.set_input_files(files[0])
    expect(rows.nth(3)).to_contain_text("Nuk jeni më i kyçur")
    assert Recording.objects.count() == 2


def test_recording_is_uploaded_where_it_is_chosen_and_published(
    page: Page, live_server: LiveServer, tree: SiteTree
) -> None:
    sign_in(page, live_server.url, "sr-latn")
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{live_server.url}/admin/pages/add/publications/recordingpage/{tree.sections['sr-latn'].pk}/")
    page.locator("#id_title").fill("Otvaranje mosta")
    page.locator("#id_recording-chooser [data-chooser-action-choose]").first.click()
    page.get_by_role("tab", name="Otpremi zvučni snimak").click()
    form = page.get_by_role("dialog").locator("form.media-upload:visible")
    form.locator("input[type=file]").set_input_files(payload("govor.wav", sound(3)))
    # Read by the browser.
    expect(form.get_by_label("Trajanje")).to_have_value("3")
    form.get_by_label("Naslov").fill("Govor gradonačelnice")
    form.get_by_role("button", name="Otpremi").click()
    expect(page.locator("#id_recording-chooser")).to_contain_text("Govor gradonačelnice")
    page.locator("#id_credit").fill("Kancelarija")
    page.locator("#id_transcript").fill("Gradonačelnica: Dobro došli.")
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Objavi").click()
    expect(page.locator(".messages .success")).to_contain_text("Otvaranje mosta")
    published = RecordingPage.objects.get(live=True)
    assert (published.recording.type, published.recording.duration) == ("audio", 3)
    assert published.recording.file_size == len(sound(3))
