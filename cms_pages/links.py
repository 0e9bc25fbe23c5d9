"""Addresses in HTML that leaves the site."""

from __future__ import annotations

from urllib.parse import urljoin

from bs4 import BeautifulSoup

#: where HTML that an editor's blocks render to names an address
ATTRIBUTES = ("href", "src", "poster")


def absolute_links(html: str, base: str) -> str:
    """The same HTML with whole addresses, as seen from ``base``, the address of its page.

    An app that shows the HTML has no page to start from. What is whole already stays as it is.
    """
    fragment = BeautifulSoup(html, "html.parser")
    for attribute in ATTRIBUTES:
        for element in fragment.select(f"[{attribute}]"):
            element[attribute] = urljoin(base, str(element[attribute]))
    for element in fragment.select("[srcset]"):
        candidates = (candidate.split(maxsplit=1) for candidate in str(element["srcset"]).split(", "))
        element["srcset"] = ", ".join(" ".join([urljoin(base, url), *size]) for url, *size in candidates)
    return fragment.decode(formatter="minimal")
