"""Taking over a WordPress site: a real export of two posts, a call and two pages, in Albanian and Serbian."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.models import Page

from cms_pages.models import Picture, StandardPage
from cms_pages.publishing.models import PublishedItem
from publications.models import ImportedPage, NewsPage, NoticePage
from tests.factories import SectionIndexPageFactory, SiteTree
from tests.support.fixtures import project

EXPORT = Path(__file__).with_name("wordpress.xml")


def take_over(uploads: Path, *arguments: str, export: Path = EXPORT) -> tuple[str, list[dict[str, str]]]:
    """What the command says, and the rows of its report by place, what, outcome, column and why."""
    said, report = io.StringIO(), uploads.with_name("report.csv")
    places = ["--posts", "/sq/vendimet/", "--pages", "/sq/"]
    command = [str(export), "--files", str(uploads), "--report", str(report), *places, *arguments]
    with pytest.raises(CommandError) as some_left_out:
        call_command("import_wordpress", *command, stdout=said)
    assert some_left_out.value.returncode == 1, str(some_left_out.value)
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return said.getvalue(), [dict(zip(("place", "what", "outcome", "column", "why"), row, strict=True)) for row in rows]


def news(title: str) -> Any:
    return NewsPage.objects.get(title__startswith=title)


def notice(title: str) -> Any:
    return NoticePage.objects.get(title__startswith=title)


def everything() -> list[list[dict[str, Any]]]:
    models: tuple[Any, ...] = (Page, Document, Picture, Redirect, ImportedPage)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_post_of_the_block_editor_becomes_news(site: SiteTree, uploads: Path) -> None:
    take_over(uploads)
    page = news("Filloi asfaltimi")
    assert (page.kind, str(page.date), page.first_published_at.isoformat()) == (
        "news", "2021-05-06", "2021-05-06T08:30:00+00:00",
    )  # fmt: skip
    assert page.summary.startswith("Punimet në rrugën kryesore")
    assert (page.image.title, page.image_alt) == ("Rruga e re", "Rruga me asfalt të ri")
    kinds = [block.block_type for block in page.content]
    expected = ["rich_text", "heading", "rich_text", "image", "table", "embed", "document_list", "quote"]
    assert kinds == [*expected, "rich_text"]
    blocks = dict(zip(kinds, page.content, strict=True))
    assert "onclick" not in str(page.content)
    assert "track" not in str(page.content)
    assert blocks["image"].value["image"].contextual_alt_text == "Makineri duke shtruar asfaltin"
    assert blocks["table"].value["data"][0] == ["Segmenti", "Gjatësia"]
    assert blocks["table"].value["table_caption"] == "Segmentet"
    assert blocks["embed"].value.url == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert [document.title for document in blocks["document_list"].value["documents"]] == ["Projekti i rrugës"]
    assert blocks["quote"].value["attribution"] == "Kryetari"


def test_post_of_the_older_editor_has_its_paragraphs(site: SiteTree, uploads: Path) -> None:
    take_over(uploads)
    page = notice("Konkurs")
    assert page.kind == "vacancy"
    raw = [(block["type"], block["value"]) for block in page.content.raw_data]
    assert raw[0] == ("rich_text", "<p>Drejtoria për Arsim shpall konkurs.<br>Afati është 15 ditë.</p>")
    assert (raw[1][0], raw[1][1]["caption"]) == ("image", "Shkolla e re")
    assert raw[2][0] == "document_list"
    assert raw[3] == ("rich_text", "<p>Sipas ligjit [1] kandidatët  dorëzojnë dokumentet.</p>")


def test_translations_of_polylang_belong_together(site: SiteTree, uploads: Path) -> None:
    take_over(uploads)
    page = news("Filloi asfaltimi")
    other = page.get_translation(site.homes["sr-latn"].locale)
    assert (other.title, other.get_parent().locale.language_code) == ("Počelo je asfaltiranje ulice", "sr-latn")


POLYLANG = re.compile(r'<category domain="(?:language|post_translations)".*\n')
META = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value></wp:postmeta>"


def of_wpml(tmp_path: Path, **fields: dict[str, str]) -> Path:
    """The export of a site with WPML in place of Polylang, where posts (``p101``) have these fields."""
    text = POLYLANG.sub("", EXPORT.read_text())
    for post, values in fields.items():
        number = f"<wp:post_id>{post[1:]}</wp:post_id>"
        assert text.count(number) == 1
        text = text.replace(number, number + "".join(META.format(*pair) for pair in values.items()))
    export = tmp_path / "wpml.xml"
    export.write_text(text)
    return export


def test_translations_of_wpml_belong_together(site: SiteTree, uploads: Path, tmp_path: Path) -> None:
    group = {"_wpml_import_translation_group": "post_101"}
    first = {"_wpml_import_language_code": "sq", **group}
    take_over(uploads, export=of_wpml(tmp_path, p101=first, p103={"_wpml_import_language_code": "sr", **group}))
    other = news("Filloi asfaltimi").get_translation(site.homes["sr-latn"].locale)
    assert (other.title, other.get_parent().locale.language_code) == ("Počelo je asfaltiranje ulice", "sr-latn")


def test_a_copy_that_wpml_made_is_the_translation_of_its_post(site: SiteTree, uploads: Path, tmp_path: Path) -> None:
    take_over(uploads, export=of_wpml(tmp_path, p103={"_icl_lang_duplicate_of": "101"}))
    other = news("Filloi asfaltimi").get_translation(site.homes["sr-latn"].locale)
    assert other.title == "Počelo je asfaltiranje ulice"


def test_pages_keep_their_order_below_each_other(site: SiteTree, uploads: Path) -> None:
    take_over(uploads)
    page = StandardPage.objects.get(title="Kontakti")
    assert page.get_parent().title == "Komuna"
    assert page.get_parent().get_parent().pk == site.homes["sq"].pk


@pytest.mark.parametrize(
    "old",
    ["/2021/05/asfaltimi-i-rruges/", "/2021/05/asfaltimi-i-rruges", "/?p=101", "/2021/05/asfaltimi-i-rruges/?utm=1"],
)
def test_old_addresses_lead_to_the_page(site: SiteTree, uploads: Path, client: Client, old: str) -> None:
    take_over(uploads)
    project()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, news("Filloi asfaltimi").url)
    assert client.get(response["Location"]).status_code == 200


def test_old_addresses_of_files_and_pages_lead_on(site: SiteTree, uploads: Path, client: Client) -> None:
    take_over(uploads)
    project()
    document = Document.objects.get(title="Projekti i rrugës")
    response = client.get("/wp-content/uploads/2021/05/projekti.pdf")
    assert (response.status_code, response["Location"]) == (301, f"http://localhost{document.url}")
    assert client.get(document.url).getvalue().startswith(b"%PDF")
    assert client.get("/?page_id=12")["Location"] == "/sq/komuna/kontakti/"


def test_what_is_not_taken_over_is_reported_with_the_reason(site: SiteTree, uploads: Path) -> None:
    _said, rows = take_over(uploads)
    why = {(row["place"], row["why"]) for row in rows}
    reported = "\n".join(f"{place}: {reason}" for place, reason in sorted(why))
    for place, part in (
        ("104", "2021/06/mungon.jpg"),
        ("104", "[contact-form-7]"),
        ("101", "facebook.com"),
        ("101", "<script>"),
        ("105", "--drafts"),
        ("203", ""),
    ):
        assert any(row["place"] == place and part in row["why"] for row in rows), (place, part, reported)
    assert {row["what"] for row in rows if not row["place"]} == {"tribe_events", "comments"}


def test_second_run_changes_nothing(site: SiteTree, uploads: Path) -> None:
    take_over(uploads)
    before = everything()
    project()
    sequences = list(PublishedItem.objects.order_by("pk").values_list("pk", "sequence"))
    said, _rows = take_over(uploads)
    project()
    assert everything() == before
    assert list(PublishedItem.objects.order_by("pk").values_list("pk", "sequence")) == sequences
    assert said.startswith("0 ")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    export = tmp_path / "changed.xml"
    assert old in EXPORT.read_text()
    export.write_text(EXPORT.read_text().replace(old, new))
    return export


def test_changed_post_changes_its_page(site: SiteTree, uploads: Path, tmp_path: Path) -> None:
    take_over(uploads)
    page = notice("Konkurs")
    take_over(uploads, export=changed(tmp_path, "Afati është 15 ditë", "Afati është 20 ditë"))
    again = notice("Konkurs")
    assert again.pk == page.pk
    assert "20 ditë" in str(again.content)


def test_page_that_an_editor_changed_is_left_alone(site: SiteTree, uploads: Path, tmp_path: Path) -> None:
    take_over(uploads)
    page = notice("Konkurs")
    page.title = "Konkurs i përmirësuar"
    page.save_revision().publish()
    _said, rows = take_over(uploads, export=changed(tmp_path, "Afati është 15 ditë", "Afati është 20 ditë"))
    assert "15 ditë" in str(notice("Konkurs i përmirësuar").content)
    assert any(row["place"] == "104" and "Konkurs i përmirësuar" in row["why"] for row in rows)


def test_dry_run_writes_nothing(site: SiteTree, uploads: Path) -> None:
    said, rows = take_over(uploads, "--dry-run")
    assert not NewsPage.objects.exists()
    assert not Document.objects.exists()
    assert not Redirect.objects.exists()
    assert "5 " in said
    assert any("mungon.jpg" in row["why"] for row in rows)


def test_drafts_are_taken_over_where_asked_for(site: SiteTree, uploads: Path) -> None:
    take_over(uploads, "--drafts")
    page = news("Njoftim që po shkruhet")
    assert (page.live, page.first_published_at) == (False, None)


def test_categories_become_the_kinds_they_are_told(site: SiteTree, uploads: Path) -> None:
    take_over(uploads, "--kind", "lajme=press_release")
    assert news("Filloi asfaltimi").kind == "press_release"


def test_notices_go_to_their_section_with_their_picture_in_the_text(
    site: SiteTree, uploads: Path, tmp_path: Path
) -> None:
    SectionIndexPageFactory(parent=site.homes["sq"], title="Njoftime", slug="njoftime")
    thumbnail = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>201</wp:meta_value></wp:postmeta>"
    last = '<category domain="category" nicename="konkurse">'
    take_over(uploads, "--notices", "/sq/njoftime/", export=changed(tmp_path, last, thumbnail + last))
    page = notice("Konkurs")
    assert page.get_parent().title == "Njoftime"
    assert page.content[0].block_type == "image"
    assert page.content[0].value["image"].contextual_alt_text == "Rruga me asfalt të ri"


def test_picture_that_is_none_is_reported_and_the_rest_taken_over(site: SiteTree, uploads: Path) -> None:
    (uploads / "2021/05/rruga.jpg").write_bytes(b"<html>")
    (uploads / "2021/05/projekti.pdf").write_bytes(b"%PDF-1.4 broken")
    _said, rows = take_over(uploads)
    page = news("Filloi asfaltimi")
    assert page.image is None
    assert not Picture.objects.exists()
    reasons = [row["why"] for row in rows if row["place"] == "101"]
    assert any("rruga.jpg" in reason for reason in reasons)
    assert any("projekti.pdf" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<rss><channel><title>x</title></channel></rss>", "WordPress"),
        (EXPORT.read_bytes()[:4000], "WordPress"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>', "WordPress"),
    ],
)
def test_what_is_no_export_is_refused(site: SiteTree, uploads: Path, tmp_path: Path, content: bytes, says: str) -> None:
    export = tmp_path / "broken.xml"
    export.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("import_wordpress", str(export), "--files", str(uploads), "--posts", "/sq/vendimet/")
    assert refusal.value.returncode == 2
    assert not NewsPage.objects.exists()


def test_control_characters_in_an_export_do_no_harm(site: SiteTree, uploads: Path, tmp_path: Path) -> None:
    export = tmp_path / "control.xml"
    export.write_bytes(EXPORT.read_bytes().replace("Drejtoria për".encode(), "Drejtoria\x0b për".encode()))
    take_over(uploads, export=export)
    assert "Drejtoria për Arsim" in str(notice("Konkurs").content)


def test_failed_page_leaves_no_file(site: SiteTree, uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings  # the folder of this run

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OSError("no room")

    def files() -> set[Path]:
        return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}

    before = files()
    monkeypatch.setattr("publications.imports.wordpress.run.redirect_page", fail)
    _said, rows = take_over(uploads)
    assert files() == before
    assert not NewsPage.objects.exists()
    assert not Document.objects.exists()
    assert any("no room" in row["why"] for row in rows)
