"""Who gets documents and pictures, from a local folder and from a real S3 server."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from mypy_boto3_s3 import S3Client
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, GroupCollectionPermission, PageViewRestriction
from wagtail.users.models import UserProfile

from cms_pages.models import Picture
from tests.factories import DecisionPageFactory, DocumentFactory, ImageFactory, NewsPageFactory, SiteTree, pdf
from tests.support.fixtures import project
from tests.support.s3 import KEY, REGION, s3_storage


@pytest.fixture(autouse=True)
def _no_renditions_of_other_tests() -> None:
    # Wagtail keeps them in the cache, by the number of the picture.
    cache.clear()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> str:
    """Where files are kept; each test runs with both."""
    settings.MEDIA_ROOT = str(tmp_path)
    if request.param == "s3":
        storage = s3_storage(request.getfixturevalue("s3_server"), request.getfixturevalue("s3_bucket"))
        settings.STORAGES = {**settings.STORAGES, "default": storage}
    return str(request.param)


@pytest.fixture
def editor(db: None) -> Client:
    user = User.objects.create_user("redaktorja", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


def body_of(response: Any) -> bytes:
    content: bytes = response.getvalue()
    return content


def picture_of(image: Picture) -> str:
    url: str = image.get_rendition("max-1200x1200").url
    return url


def test_document_is_served_as_long_as_its_page_is_live(store: str, site: SiteTree, client: Client) -> None:
    content = pdf("Vendim")
    document = Document.objects.create(title="Vendim", file=ContentFile(content, name="vendim.pdf"))
    page = DecisionPageFactory(parent=site.sections["sq"], signed_pdf=document, live=False)
    project()
    assert client.get(document.url).status_code == 404
    page.get_latest_revision().publish()
    project()
    response = client.get(document.url)
    assert response.status_code == 200
    assert body_of(response) == content
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"] == 'inline; filename="vendim.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"
    page.refresh_from_db()
    page.unpublish()
    project()
    assert client.get(document.url, headers={"If-None-Match": response["ETag"]}).status_code == 404


def test_picture_is_served_as_long_as_its_page_is_live(store: str, site: SiteTree, client: Client) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], image=ImageFactory())
    project()
    url = picture_of(page.image)
    assert url.startswith("/media/images/")
    response = client.get(url)
    assert response.status_code == 200
    assert body_of(response).startswith(b"\xff\xd8\xff")
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, no-cache"
    page.unpublish()
    project()
    assert client.get(url).status_code == 404


def test_bucket_itself_is_closed_and_nobody_is_sent_to_it(
    settings: Settings, s3_client: S3Client, s3_bucket: str, request: pytest.FixtureRequest, site: SiteTree
) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "cms_pages.files.storage.BehindSiteS3Storage",
            "OPTIONS": {
                "bucket_name": s3_bucket,
                "endpoint_url": request.getfixturevalue("s3_server"),
                "region_name": REGION,
                "access_key": KEY,
                "secret_key": KEY,
            },
        },
    }
    document = DocumentFactory()
    image = ImageFactory()
    assert document.file.url == f"/media/{document.file.name}"
    assert picture_of(image) == "/media/images/example.max-1200x1200.jpg"
    kept = {found["Key"] for found in s3_client.list_objects_v2(Bucket=s3_bucket)["Contents"]}
    assert {document.file.name, image.file.name, "images/example.max-1200x1200.jpg"} <= kept
    grants = s3_client.get_object_acl(Bucket=s3_bucket, Key=document.file.name)["Grants"]
    assert "AllUsers" not in str(grants)


def test_unchanged_file_is_not_sent_again(site: SiteTree, client: Client) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    project()
    first = client.get(page.signed_pdf.url)
    body_of(first)
    again = client.get(page.signed_pdf.url, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["Cache-Control"] == "public, no-cache"


def test_other_kinds_than_pdf_are_downloaded(site: SiteTree, client: Client) -> None:
    document = Document.objects.create(title="Lista", file=ContentFile(b"a;b", name="lista.csv"))
    page = DecisionPageFactory(parent=site.sections["sq"])
    page.attachments.create(document=document)
    page.save()
    project()
    response = client.get(document.url)
    assert body_of(response) == b"a;b"
    assert response["Content-Disposition"] == 'attachment; filename="lista.csv"'


def test_files_of_a_page_made_private_are_not_served(site: SiteTree, client: Client) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], image=ImageFactory())
    document = DecisionPageFactory(parent=page.get_parent()).signed_pdf
    project()
    PageViewRestriction.objects.create(page=site.sections["sq"], restriction_type=PageViewRestriction.LOGIN)
    project()
    assert client.get(document.url).status_code == 404
    assert client.get(picture_of(page.image)).status_code == 404


def test_editors_see_what_is_not_published(site: SiteTree, editor: Client) -> None:
    document, image = DocumentFactory(), ImageFactory(collection=Collection.get_first_root_node())
    for url in (document.url, picture_of(image)):
        response = editor.get(url)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        body_of(response)


def test_editors_of_another_collection_do_not(site: SiteTree, editor: Client) -> None:
    GroupCollectionPermission.objects.filter(group__name="Editors").delete()
    assert editor.get(DocumentFactory().url).status_code == 404
    assert editor.get(picture_of(ImageFactory(collection=Collection.get_first_root_node()))).status_code == 404


def test_users_who_are_no_editors_do_not(site: SiteTree, client: Client) -> None:
    client.force_login(User.objects.create_user("lexuesi", password="x"))
    assert client.get(DocumentFactory().url).status_code == 404


def test_unpublished_document_of_a_private_collection_is_not_betrayed_by_a_login_form(
    site: SiteTree, client: Client
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Për brenda")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.PASSWORD, password="x"
    )
    document = DocumentFactory(collection=collection)
    assert client.get(document.url).status_code == 404
    DecisionPageFactory(parent=site.sections["sq"], signed_pdf=document)
    project()
    response = client.get(document.url)
    assert response.templates
    assert b"%PDF" not in response.content


def test_originals_and_documents_are_not_served_by_name(site: SiteTree, editor: Client) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], image=ImageFactory())
    document = DecisionPageFactory(parent=site.sections["sq"]).signed_pdf
    project()
    for url in (
        f"/media/{page.image.file.name}",
        f"/media/{document.file.name}",
        f"/media/avatar_images/../{document.file.name}",
        "/media/../pyproject.toml",
    ):
        assert editor.get(url).status_code == 404


def test_missing_file_is_not_found(store: str, site: SiteTree, client: Client) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], image=ImageFactory())
    project()
    rendition = page.image.get_rendition("max-1200x1200")
    rendition.file.storage.delete(rendition.file.name)
    assert client.get(rendition.url).status_code == 404


def test_portraits_of_editors_are_for_editors(site: SiteTree, client: Client, editor: Client) -> None:
    profile = UserProfile.objects.create(user=User.objects.get(username="redaktorja"))
    profile.avatar.save("portret.jpg", ContentFile(b"\xff\xd8\xff"))
    assert client.get(profile.avatar.url).status_code == 404
    response = editor.get(profile.avatar.url)
    assert body_of(response) == b"\xff\xd8\xff"
