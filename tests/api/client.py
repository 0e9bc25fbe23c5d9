"""A client of the public APIs, as tests use them."""

from typing import Any

from django.test import Client

CONTENT = "/api/content/"
V2 = "/api/v2/"


def get(path: str, **headers: str) -> Any:
    """The answer of the default site, to a reader of English. ``headers`` are header names in lower case."""
    return Client().get(path, headers={"accept-language": "en", **headers})


def items(query: str = "") -> dict[str, Any]:
    """A page of ``items/``."""
    return _json(get(f"{CONTENT}items/?{query}"))


def all_items(query: str = "") -> list[dict[str, Any]]:
    """Every item of a list, read page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = items(f"{query}&cursor={cursor}" if cursor else query)
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = page["next"]


def sync(query: str = "") -> dict[str, Any]:
    """A page of ``sync/``."""
    return _json(get(f"{CONTENT}sync/?{query}"))


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem document of an answer, which must be one with this status."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


def _json(response: Any) -> dict[str, Any]:
    assert response.status_code == 200, response.content
    document: dict[str, Any] = response.json()
    return document
