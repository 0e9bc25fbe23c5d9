"""A page before it is published: as people will read it, on paper, and as others show it when it is shared."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

PAGE, PRINTED, SHARED = "", "printed", "shared"
#: Wagtail's name of each way, and what editors choose it by
MODES = [(PAGE, _("The page")), (PRINTED, _("As printed")), (SHARED, _("As shared"))]


@dataclass(frozen=True)
class Card:
    """What a site that shows shared addresses reads of a page: its Open Graph properties. Empty where there is none.

    Source: https://ogp.me/
    """

    title: str
    description: str
    image: str
    image_alt: str
    site_name: str
    host: str


def shared(request: HttpRequest, page: TemplateResponse) -> TemplateResponse:
    """The card of ``page``, read from it as others do: so it is right whatever templates a site has."""
    context = {"card": card_of(page.rendered_content, request.get_host())}
    return TemplateResponse(request, "cms_pages/preview_shared.html", context)


def card_of(html: str, host: str) -> Card:
    properties = {
        str(tag["property"]): str(tag.get("content", ""))
        for tag in BeautifulSoup(html, "html.parser").select("meta[property]")
    }

    def said(name: str) -> str:
        return properties.get(f"og:{name}", "")

    image = urlsplit(said("image"))
    return Card(
        title=said("title"),
        description=said("description"),
        # Editors may be at another address than the site, from which their browser would not load it.
        image=(image._replace(scheme="", netloc="") if image.netloc == host else image).geturl(),
        image_alt=said("image:alt"),
        site_name=said("site_name"),
        host=host,
    )
