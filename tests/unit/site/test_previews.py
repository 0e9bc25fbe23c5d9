"""Previews: as the public will read it, on paper, as shared."""

from typing import Any
from urllib.parse import urlsplit

from tests.factories import (
    DecisionPageFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    SiteTree,
    StandardPageFactory,
)
from tests.unit.site.html import Html


def preview(page: Any, mode: str) -> Html:
    response = page.make_preview_request(preview_mode=mode)
    assert response.status_code == 200
    return Html(response.content.decode())


def test_every_type_is_previewed_on_paper_and_as_shared(site: SiteTree) -> None:
    pages = [
        site.homes["sq"],
        site.sections["sq"],
        *(factory(parent=site.sections["sq"], live=False) for factory in (DecisionPageFactory, MinutesPageFactory)),
        *(factory(parent=site.sections["sq"], live=False) for factory in (NewsPageFactory, StandardPageFactory)),
    ]
    for page in pages:
        assert [mode for mode, _label in page.preview_modes] == ["", "printed", "shared"], type(page)
        printed = preview(page, "printed")
        assert printed.text("h1") == page.title
        assert any("preview_printed" in each for each in printed.attributes("script", "src"))
        shared = preview(page, "shared")
        assert shared.text("h2") == page.title
        assert not preview(page, "").soup.select(".card-host")


def test_the_shared_card_is_what_the_page_says_of_itself(site: SiteTree) -> None:
    news = NewsPageFactory(
        parent=site.sections["sq"], title="Ura <e> re", summary="Hapet nesër.", image=ImageFactory(), image_alt="Ura"
    )
    page = preview(news, "")
    card = preview(news, "shared")
    assert (card.text("h2"), card.text(".card-description")) == ("Ura <e> re", "Hapet nesër.")
    assert card.attributes("img", "alt") == ["Ura"]
    (address,) = page.attributes("[property='og:image']", "content")
    assert card.attributes("img", "src") == [urlsplit(address).path]
    assert card.texts(".advice") == []


def test_the_shared_card_says_what_is_missing(site: SiteTree) -> None:
    news = NewsPageFactory(parent=site.sections["sq"], summary="")
    card = preview(news, "shared")
    assert len(card.texts(".advice")) == 2
