"""Content blocks as pages show them, and as the projector renders them without a request."""

from typing import Any

import pytest
from django.utils import translation

from cms_pages.embeds import player_of
from cms_pages.models.publishable import render_content
from tests.factories import DocumentFactory, ImageFactory, SiteTree, StandardPageFactory
from tests.unit.site.html import Html


def render(site: SiteTree, *blocks: tuple[str, Any]) -> Html:
    page = StandardPageFactory(parent=site.sections["sq"], content=list(blocks))
    with translation.override("sq"):
        return Html(render_content(page))


def test_heading_is_of_level_two_and_escaped(site: SiteTree) -> None:
    assert render(site, ("heading", "A & <b>")).text("h2") == "A & <b>"


def test_image_has_alternative_text_sizes_and_caption(site: SiteTree) -> None:
    image = ImageFactory(description="Ura e gurit")
    html = render(site, ("image", {"image": image, "caption": "Foto: ZKP"}))
    assert html.attributes("figure img", "alt") == ["Ura e gurit"]
    assert html.attributes("img", "loading") == ["lazy"]
    assert html.attributes("img", "srcset")[0].count("w") >= 3
    assert html.text("figcaption") == "Foto: ZKP"


def test_documents_say_their_kind_and_size(site: SiteTree) -> None:
    document = DocumentFactory(title="Plani i punës")
    html = render(site, ("document_list", {"heading": "Shtojca", "documents": [document]}))
    assert html.text("h3") == "Shtojca"
    assert html.attributes("li a", "href") == [document.url]
    assert html.text(".file-title") == "Plani i punës"
    assert html.text(".file-meta").startswith("PDF, ")


def test_quotation_names_who_said_it(site: SiteTree) -> None:
    html = render(site, ("quote", {"text": "Lumi është i yni.\nI të gjithëve.", "attribution": "Kryetari"}))
    assert html.text("blockquote").startswith("Lumi është i yni.")
    assert html.text("figcaption") == "Kryetari"


def table(**more: Any) -> dict[str, Any]:
    data = [["Zëri", "2024"], ["Paga", "10"], ["", None]]
    return {"data": data, "table_caption": "Shpenzimet", "table_header_choice": "both", **more}


def test_table_has_headers_caption_and_can_be_scrolled_by_keyboard(site: SiteTree) -> None:
    html = render(site, ("table", table(first_row_is_table_header=True, first_col_is_header=True)))
    assert html.texts("th[scope=col]") == ["Zëri", "2024"]
    assert html.texts("th[scope=row]") == ["Paga"]
    assert html.texts("td") == ["10", "", ""]
    assert html.text("caption") == "Shpenzimet"
    assert html.attributes("[role=region]", "aria-label") == ["Shpenzimet"]
    assert html.attributes("[role=region]", "tabindex") == ["0"]


def test_table_without_headers_has_none(site: SiteTree) -> None:
    html = render(site, ("table", table(table_caption="", table_header_choice="neither")))
    assert html.texts("th") == html.texts("thead") == []
    assert html.attributes("[role=region]", "aria-label") == ["Tabelë"]


def test_merged_cells_span(site: SiteTree) -> None:
    merged = [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2}]
    html = render(site, ("table", table(mergeCells=merged, cell=[{"row": 0, "col": 1, "hidden": True}])))
    assert html.attributes("td", "colspan") == ["2"]
    assert html.texts("tr:first-child td") == ["Zëri"]


def test_video_is_a_link_that_knows_its_player(site: SiteTree) -> None:
    html = render(site, ("embed", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"))
    assert html.soup.select("iframe") == [], "a reader agrees first"
    assert html.attributes("figure", "data-player") == ["https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"]
    assert html.attributes("figure", "data-title") == ["Video në YouTube: aqz-KE-bpKQ"]
    assert html.attributes("figcaption a", "href") == ["https://www.youtube.com/watch?v=aqz-KE-bpKQ"]


def test_embed_of_an_unknown_provider_is_a_link(site: SiteTree) -> None:
    html = render(site, ("embed", "https://example.org/video"))
    assert html.soup.select("iframe") == []
    assert html.links("a") == {"https://example.org/video": "https://example.org/video"}


@pytest.mark.parametrize(
    ("url", "player"),
    [
        ("https://youtu.be/aqz-KE-bpKQ?t=10", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://m.youtube.com/watch?feature=x&v=aqz-KE-bpKQ", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://www.youtube.com/live/aqz-KE-bpKQ", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("http://youtube.com/shorts/aqz-KE-bpKQ/", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://vimeo.com/76979871/abcdef1234", "https://player.vimeo.com/video/76979871?dnt=1&h=abcdef1234"),
        (
            "https://player.vimeo.com/video/76979871?h=abcdef12",
            "https://player.vimeo.com/video/76979871?dnt=1&h=abcdef12",
        ),
        ("https://vimeo.com/76979871?h=%22%3E", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://www.youtube.com/watch?v=too-short", None),
        ("https://www.youtube.com/watch", None),
        ("https://youtu.be/", None),
        ("https://www.youtube.com/@channel", None),
        ("https://vimeo.com/channels/staffpicks", None),
        ("https://youtube.com.example.org/watch?v=aqz-KE-bpKQ", None),
        ("javascript://youtube.com/watch?v=aqz-KE-bpKQ", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_player_of_an_address(url: str, player: str | None) -> None:
    found = player_of(url)
    assert (found.url if found else None) == player
