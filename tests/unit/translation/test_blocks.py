"""The content blocks in wagtail-localize's hands: what of them is translated, and what is copied."""

from typing import Any

import pytest
from wagtail_localize.models import StringSegment

from tests.factories import DocumentFactory, ImageFactory, SiteTree, StandardPageFactory, publish_translation


@pytest.fixture
def page(site: SiteTree) -> Any:
    image, document = ImageFactory(), DocumentFactory()
    table = {
        "data": [["Lëndimi", "Shuma"], ["A < B & C", "12,50"], [None, ""]],
        "cell": [{"row": 0, "col": 0, "className": "htRight"}],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "Shpenzimet",
        "mergeCells": [],
    }
    content = [
        ("image", {"image": {"image": image.pk, "alt_text": "Ura e gurit", "decorative": False}, "caption": "Foto"}),
        ("document_list", {"heading": "Anekset", "documents": [document.pk]}),
        ("table", table),
        ("embed", "https://www.youtube.com/watch?v=abcdefghijk"),
    ]
    raw = [{"type": kind, "value": value} for kind, value in content]
    made = StandardPageFactory(parent=site.homes["sq"], content=[])
    made.content = type(made)._meta.get_field("content").to_python(raw)
    made.save_revision().publish()
    return type(made).objects.get(pk=made.pk)


def test_texts_of_blocks_are_translated_and_the_rest_is_kept(page: Any) -> None:
    serbian = publish_translation(page, "sr-latn")
    serbian = type(serbian).objects.get(pk=serbian.pk)
    image, documents, table, embed = serbian.content
    assert image.value["image"].contextual_alt_text == "[Ura e gurit]"
    assert image.value["image"].pk == page.content[0].value["image"].pk
    assert image.value["caption"] == "[Foto]"
    assert documents.value["heading"] == "[Anekset]"
    assert list(documents.value["documents"]) == list(page.content[1].value["documents"])
    assert table.value["data"] == [["[Lëndimi]", "[Shuma]"], ["[A < B & C]", "[12,50]"], [None, ""]]
    assert table.value["table_caption"] == "[Shpenzimet]"
    assert table.value["cell"] == page.content[2].value["cell"]
    assert embed.value.url == page.content[3].value.url


def test_untranslated_cells_show_the_original(page: Any) -> None:
    serbian = publish_translation(page, "sr-latn", {"Shuma": "Iznos"})
    table = type(serbian).objects.get(pk=serbian.pk).content[2].value
    assert table["data"] == [["Lëndimi", "Iznos"], ["A < B & C", "12,50"], [None, ""]]
    assert table["table_caption"] == "Shpenzimet"


def test_translators_are_sent_each_text_once(page: Any) -> None:
    publish_translation(page, "sr-latn", {})
    sent = [segment.string.data for segment in StringSegment.objects.filter(context__path__startswith="content")]
    assert sorted(sent) == sorted(
        ["Ura e gurit", "Foto", "Anekset", "Lëndimi", "Shuma", "A &lt; B &amp; C", "12,50", "Shpenzimet"]
    )
