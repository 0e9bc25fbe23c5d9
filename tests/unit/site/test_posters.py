"""Notices as posters for the notice boards of villages: PDFs with the page's QR code."""

import datetime
from typing import Any

import pytest
import segno
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pypdfium2 import PdfDocument

from municipality.models import MunicipalitySettings
from municipality.posters.drawing import FOOT, MARGIN, QR
from tests.factories import BodyFactory, ImageFactory, NoticePageFactory, SiteTree, publish_translation
from tests.support.fixtures import project

# A poster is drawn of what the page says, which other tests read from every database.
pytestmark = pytest.mark.once


def address(page: Any) -> str:
    return f"/posters/{page.translation_key}.{page.locale.language_code}.pdf"


def texts(content: bytes) -> list[str]:
    """The text of each page."""
    with PdfDocument(content) as pdf:
        assert {tuple(round(side) for side in page.get_size()) for page in pdf} == {(595, 842)}, "A4"
        return [page.get_textpage().get_text_range() for page in pdf]


def poster(page: Any) -> list[str]:
    project()
    response = Client().get(address(page))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return texts(response.content)


def joined(pages: list[str]) -> str:
    return " ".join(" ".join(pages).split())


def test_poster_says_what_matters(site: SiteTree) -> None:
    page = NoticePageFactory(
        parent=site.sections["sq"],
        title="Konkurs për arkivist",
        kind="vacancy",
        reference="07/2027",
        body=BodyFactory(name="Drejtoria e Arsimit"),
        deadline=timezone.localtime(timezone.now() + datetime.timedelta(days=5)).replace(hour=15, minute=30),
        place="Arkivi i Komunës",
        content=[("rich_text", "<h3>Kushtet</h3><ol><li>diplomë</li><li>përvojë</li></ol>")],
    )
    (only,) = poster(page)
    for text in (
        "KONKURS",
        "Nr. 07/2027",
        "Konkurs për arkivist",
        "Drejtoria e Arsimit",
        "15:30",
        "Arkivi i Komunës",
        "Kushtet",
        "2.",
    ):
        assert text in only
    assert page.url.rstrip("/") in joined([only]).replace(" ", "")


def test_qr_code_is_that_of_the_page(site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"])
    project()
    with PdfDocument(Client().get(address(page)).content) as pdf:
        picture = pdf[0].render(scale=6, grayscale=True).to_pil()
    modules = segno.make_qr(page.full_url, error="q").matrix
    mm = picture.width / 210
    step = QR * mm / len(modules)
    left, top = MARGIN * mm, (297 - FOOT + 8.5) * mm
    seen = [
        [int(picture.getpixel((left + (x + 0.5) * step, top + (y + 0.5) * step)) < 128) for x in range(len(modules))]
        for y in range(len(modules))
    ]
    assert seen == [list(row) for row in modules]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("sq", "Çfarë është e re për fëmijët"),
        ("sr-latn", "Đačka žurka u čekaonici, šest ćebadi"),
        ("sr-latn", "Јавни позив: Љубав, њива, џеп"),
    ],
)
def test_letters_of_each_language_are_there(
    site: SiteTree, code: str, title: str, caplog: pytest.LogCaptureFixture
) -> None:
    page = NoticePageFactory(parent=site.sections[code], title=title, slug="thirrje")
    assert title in joined(poster(page))
    assert "missing" not in caplog.text


def test_poster_is_in_the_language_of_its_page(site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"])
    translation = publish_translation(page, "sr-latn")
    assert "Afati:" in joined(poster(page))
    assert "Rok:" in joined(poster(translation))


def test_long_text_goes_on_and_a_very_long_one_is_cut_and_says_so(site: SiteTree) -> None:
    paragraph = "<p>" + "Komuna njofton banorët për afatin e ri. " * 12 + "</p>"
    parent = site.sections["sq"]
    shorter = NoticePageFactory(parent=parent, content=[("rich_text", paragraph * 14 + "<p>Fundi i tekstit</p>")])
    pages = poster(shorter)
    assert 1 < len(pages) <= 4
    assert "Fundi i tekstit" in pages[-1]
    longer = NoticePageFactory(parent=parent, content=[("rich_text", paragraph * 90 + "<p>Fundi i tekstit</p>")])
    pages = poster(longer)
    assert len(pages) == 4
    assert "Fundi i tekstit" not in joined(pages)
    assert "I tërë teksti" in pages[-1]


def test_long_title_fits(site: SiteTree) -> None:
    title = "Thirrje publike për shoqatat e bujqve " * 6
    (only,) = poster(NoticePageFactory(parent=site.sections["sq"], title=title.strip()))
    assert title.strip() in joined([only])


def test_results_are_on_it(site: SiteTree) -> None:
    page = NoticePageFactory(
        parent=site.sections["sq"],
        date=datetime.date(2025, 2, 3),
        deadline=datetime.datetime(2025, 2, 25, 15, tzinfo=datetime.UTC),
        results_date=datetime.date(2025, 3, 21),
        results=[("rich_text", "<p>U zgjodh Teuta Shkoza.</p>")],
    )
    (only,) = poster(page)
    assert "21 mars 2025" in only
    assert "Teuta Shkoza" in only


def test_address_outlives_another_slug(site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"])
    before = address(page)
    page.slug = "tjeter"
    page.save_revision().publish()
    assert "tjeter" in joined(poster(page))
    assert address(page) == before


def test_page_links_to_its_poster(client: Client, site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"])
    project()
    assert f'href="{address(page)}"' in client.get(page.url).content.decode()


def test_it_is_asked_for_again_only_when_it_changed(client: Client, site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"])
    project()
    first = client.get(address(page))
    again = {"if-none-match": first["ETag"]}
    assert client.get(address(page), headers=again).status_code == 304
    assert first["Cache-Control"] == "public, no-cache"
    page.title = "Titull tjetër"
    page.save_revision().publish()
    project()
    assert client.get(address(page), headers=again).status_code == 200


def test_draft_is_refused_to_the_public_and_shown_to_its_editors(client: Client, site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"], title="Thirrje e fshehtë", live=False)
    project()
    assert client.get(address(page)).status_code == 404
    assert client.get(f"/admin/posters/{page.pk}/").status_code == 302
    client.force_login(User.objects.create_user("lexues", password="x"))
    assert client.get(f"/admin/posters/{page.pk}/").status_code in {302, 403}
    client.force_login(User.objects.create_superuser("admin", password="x"))
    response = client.get(f"/admin/posters/{page.pk}/")
    assert "no-store" in response["Cache-Control"]
    assert "Skicë" in joined(texts(response.content))
    assert client.get(address(page)).status_code == 404
    assert f"/admin/posters/{page.pk}/" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_other_types_have_none(client: Client, site: SiteTree) -> None:
    assert client.get(address(site.sections["sq"])).status_code == 404
    assert client.get("/posters/x.pdf").status_code == 404


def test_arms_that_are_lost_are_left_out(site: SiteTree) -> None:
    image = ImageFactory()
    MunicipalitySettings.objects.create(site=site.site, coat_of_arms=image)
    page = NoticePageFactory(parent=site.sections["sq"], title="Me stemë")
    assert "Me stemë" in joined(poster(page))
    for rendition in image.renditions.all():
        rendition.file.storage.delete(rendition.file.name)
    page.title = "Pa stemë"
    page.save_revision().publish()
    assert "Pa stemë" in joined(poster(page))
