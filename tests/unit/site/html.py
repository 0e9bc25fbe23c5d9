"""Pages of the site as a browser gets them, and what is on them."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client


class Html:
    """A parsed page. Texts come with white space folded."""

    def __init__(self, source: str) -> None:
        self.soup = BeautifulSoup(source, "html.parser")
        for line_break in self.soup.select("br"):
            line_break.replace_with("\n")

    def texts(self, css: str) -> list[str]:
        return [" ".join(each.get_text().split()) for each in self.soup.select(css)]

    def text(self, css: str) -> str:
        (only,) = self.texts(css)
        return only

    def attributes(self, css: str, name: str) -> list[str]:
        return [str(each[name]) for each in self.soup.select(css) if each.has_attr(name)]

    def links(self, css: str) -> dict[str, str]:
        """Addresses by the text of their links."""
        return {" ".join(each.get_text().split()): str(each["href"]) for each in self.soup.select(css)}


def get(client: Client, path: str, **parameters: Any) -> Html:
    return _parsed(client.get(path, parameters), 200)


def get_missing(client: Client, path: str) -> Html:
    return _parsed(client.get(path), 404)


def _parsed(response: Any, status: int) -> Html:
    assert response.status_code == status, response.content[:500]
    return Html(response.content.decode())
