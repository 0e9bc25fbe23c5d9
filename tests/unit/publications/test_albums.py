"""Albums of pictures: what they say, whom they give their files, and what an editor is told."""

import datetime
import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from cms_pages.models import PublishedItem
from publications.models import AlbumPage, AlbumPicture
from tests.factories import AlbumPageFactory, ImageFactory, NewsPageFactory, SiteTree, publish_translation
from tests.support.fixtures import project
from tests.support.s3 import s3_storage

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # Wagtail leaves an image's files open


def payload(page: Any) -> dict[str, Any]:
    item = PublishedItem.objects.get(item_id=f"{page.translation_key}.{page.locale.language_code}")
    said: dict[str, Any] = json.loads(item.payload)
    return said


def path(address: str) -> str:
    return address.removeprefix("http://localhost")


def private_collection() -> Collection:
    collection: Collection = Collection.get_first_root_node().add_child(name="Vetëm për zyrën")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


@pytest.fixture
def album(site: SiteTree) -> Any:
    page = AlbumPageFactory(parent=site.sections["sq"], title="Hapja e urës", licence="CC-BY-4.0")
    project()
    return page


def test_item_names_each_picture_with_its_texts_credit_and_files(album: Any, client: Client) -> None:
    row = album.pictures.last()
    row.credit, row.date, row.place = "Arta Krasniqi", datetime.date(2025, 7, 3), "Parku i Qytetit"
    row.save()
    album.save()
    project()
    said = payload(album)
    assert (said["place"], said["date"], said["licence"]["url"][-4:]) == ("Ura e Gurit", "2025-07-04", "4.0/")
    first, second = said["pictures"]
    assert (first["alt"], first["caption"], first["credit"]) == ("Ura, pamja 0", "Hapja 0", "Zyra për komunikim")
    # Where a picture says nothing of its own, what the album says.
    assert (first["date"], first["place"]) == ("2025-07-04", "Ura e Gurit")
    assert (second["credit"], second["date"], second["place"]) == ("Arta Krasniqi", "2025-07-03", "Parku i Qytetit")
    page = client.get(album.get_url()).content.decode()
    captions = page.split("<figcaption")[1:]
    assert ["Parku i Qytetit" in caption for caption in captions] == [False, True]
    assert ["3 korrik 2025" in caption for caption in captions] == [False, True]
    original = client.get(path(first["original"]["url"]))
    content = original.getvalue()
    assert len(content) == first["original"]["size"]
    assert original["Content-Disposition"].startswith("attachment")
    assert client.get(path(first["url"]))["Content-Type"] == "image/jpeg"
    text = PublishedItem.objects.get(item_id=said["id"]).text
    assert "Hapja 0" in text
    assert "Parku i Qytetit" in text


def test_translation_has_the_pictures_and_texts_of_its_own(album: Any) -> None:
    page = publish_translation(album, "en", {"Hapja e urës": "Opening of the bridge", "Hapja 0": "The opening"})
    project()
    said = payload(page)
    assert [one["id"] for one in said["pictures"]] == [one["id"] for one in payload(album)["pictures"]]
    assert said["licence"]["name"] == "Creative Commons Attribution 4.0 (CC BY)"
    assert [one["caption"] for one in said["pictures"]] == ["The opening", "Hapja 1"]


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Any, db: None) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    if request.param == "s3":
        storage = s3_storage(request.getfixturevalue("s3_server"), request.getfixturevalue("s3_bucket"))
        settings.STORAGES = {**settings.STORAGES, "default": storage}


def test_press_kit_has_all_originals_and_says_whose_they_are(store: None, site: SiteTree, client: Client) -> None:
    page = AlbumPageFactory(parent=site.sections["sq"], title="Hapja e urës", slug="hapja-e-ures")
    page.pictures.filter(pk=page.pictures.first().pk).update(place="Parku i Qytetit", date="2025-07-03")
    project()
    response: Any = client.get(path(payload(page)["press_kit"]))
    content = response.getvalue()
    assert response["Content-Length"] == str(len(content))
    assert "hapja-e-ures.zip" in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        *pictures, text = archive.namelist()
        for name, row in zip(pictures, page.pictures.all(), strict=True):
            with row.image.file.storage.open(row.image.file.name) as file:
                assert archive.read(name) == file.read()
        said = archive.read(text).decode("utf-8-sig")
    assert "Hapja e urës" in said
    assert said.count("Zyra për komunikim") == 2
    assert "2025-07-03, Parku i Qytetit" in said


def test_picture_of_another_album_is_not_given_out(album: Any, site: SiteTree, client: Client) -> None:
    other = ImageFactory()
    key = payload(album)["id"]
    assert client.get(f"/albums/{key}/{other.pk}/small.jpg").status_code == 404
    first = payload(album)["pictures"][0]["id"]
    assert client.get(f"/albums/{key}/{first}/small.jpg").status_code == 200
    assert client.get(f"/albums/{key}/{first}/other-name.jpg").status_code == 404


def test_collection_that_becomes_private_takes_its_pictures_out_of_albums(album: Any, client: Client) -> None:
    first, second = payload(album)["pictures"]
    image = album.pictures.first().image
    image.collection = private_collection()
    image.save()
    # At once, although nothing was projected.
    assert client.get(path(first["original"]["url"])).status_code == 404
    assert first["original"]["filename"] not in str(client.get(path(payload(album)["press_kit"])).getvalue())
    project()
    assert [one["id"] for one in payload(album)["pictures"]] == [second["id"]]
    assert first["original"]["filename"] not in client.get(album.get_url()).content.decode()
    CollectionViewRestriction.objects.all().delete()
    project()
    assert len(payload(album)["pictures"]) == 2


def test_page_and_item_cost_the_same_for_two_pictures_and_twenty(site: SiteTree, client: Client) -> None:
    counts = []
    for count in (2, 20):
        page = AlbumPageFactory(parent=site.sections["sq"], count=count)
        project()
        client.get(page.get_url())  # makes the size for who shares it
        with CaptureQueriesContext(connection) as shown:
            html = client.get(page.get_url()).content.decode()
        assert html.count("<figure>") == count
        fresh = AlbumPage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as read:
            fresh.item_fields()
        counts.append((len(shown), len(read)))
    assert counts[0] == counts[1]


def test_album_is_saved_in_as_many_queries_with_sixty_pictures_as_with_two(site: SiteTree) -> None:
    image, counts = ImageFactory(), []
    for count in (2, 60):
        page = AlbumPageFactory(parent=site.sections["sq"], count=0)
        page.pictures = [AlbumPicture(image=image, alt="Ura", locale=page.locale) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            page.save_revision().publish()
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_news_show_the_album_as_long_as_it_is_public_in_the_language_it_has(
    album: Any, site: SiteTree, client: Client
) -> None:
    news = NewsPageFactory(parent=site.sections["sq"], album=album)
    english = publish_translation(news, "en")
    project()
    assert payload(english)["album"]["title"] == "Hapja e urës"
    publish_translation(album, "en", {"Hapja e urës": "Opening of the bridge"})
    project()
    assert payload(news)["album"]["title"] == "Hapja e urës"
    assert payload(english)["album"]["title"] == "Opening of the bridge"
    html = client.get(news.get_url()).content.decode()
    assert html.count("<figure>") == 2
    assert "Ura, pamja 1" in html
    album.unpublish()
    project()
    assert payload(news)["album"] is None
    assert payload(english)["album"] is None
    assert "<figure>" not in client.get(news.get_url()).content.decode()


def test_after_a_save_a_page_shows_what_it_has_now(album: Any, site: SiteTree) -> None:
    news = NewsPageFactory(parent=site.sections["sq"], album=album)
    project()
    assert (news.gallery.title, len(album.shown)) == ("Hapja e urës", 2)
    album.pictures = album.pictures.all()[:1]
    news.album = None
    assert len(album.shown) == 2
    album.save()
    news.save()
    assert (news.gallery, len(album.shown)) == (None, 1)


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    user = User.objects.create_superuser("redaktorja")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def save(client: Client, site: SiteTree, rows: list[dict[str, Any]], **fields: Any) -> Any:
    data = {
        "title": "Hapja e urës",
        "slug": "hapja-e-ures",
        "date": "2025-07-04",
        "credit": "Zyra",
        "licence": "press",
        "content": streamfield([]),
        "pictures": inline_formset([{"alt": "", "caption": "", "credit": "", "ORDER": "1", **row} for row in rows]),
        "comments": inline_formset([]),
        "action-publish": "1",
        **fields,
    }
    address = f"/admin/pages/add/publications/albumpage/{site.sections['sq'].pk}/"
    return client.post(address, nested_form_data(data))


def test_picture_of_which_nobody_says_what_it_shows_is_refused_at_its_row(editor: Client, site: SiteTree) -> None:
    image = ImageFactory(description="")
    response = save(editor, site, [{"image": image.pk}])
    assert "Write what the picture shows, for who cannot see it." in response.content.decode()
    assert not AlbumPage.objects.exists()


def test_description_of_the_picture_becomes_its_text_in_the_album(editor: Client, site: SiteTree) -> None:
    image = ImageFactory(description="Ura e gurit mbi lumë")
    save(editor, site, [{"image": image.pk}])
    assert AlbumPicture.objects.get().alt == "Ura e gurit mbi lumë"


def test_picture_in_a_private_collection_is_refused_at_its_row(editor: Client, site: SiteTree) -> None:
    image = ImageFactory(description="Ura", collection=private_collection())
    response = save(editor, site, [{"image": image.pk}])
    assert "This picture is in a private collection." in response.content.decode()
    assert not AlbumPage.objects.exists()


def test_album_without_pictures_is_refused(editor: Client, site: SiteTree) -> None:
    response = save(editor, site, [])
    assert "Add at least one picture." in response.content.decode()
