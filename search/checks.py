"""What Django says at start where search is not set up right."""

from __future__ import annotations

import importlib.util
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection
from wagtail.coreutils import get_content_languages

from search.analysis import LANGUAGES


def check_elasticsearch_client(**_kwargs: Any) -> list[checks.CheckMessage]:
    if getattr(settings, "ELASTICSEARCH_URL", "") and importlib.util.find_spec("elasticsearch") is None:
        return [
            checks.Error(
                "ELASTICSEARCH_URL is set, but the Python package elasticsearch is not installed.",
                hint="Install elasticsearch 9, or unset ELASTICSEARCH_URL to search in the database.",
                id="kuvendi_search.E001",
            )
        ]
    return []


def check_languages(**_kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Warning(
            f"Search has no rules for the language {locale!r}: a word is found only in the form in which it is typed.",
            hint="Add a Language to search/analysis/languages.py.",
            id="kuvendi_search.W001",
        )
        for locale in get_content_languages()
        if locale not in LANGUAGES
    ]


def check_database(**_kwargs: Any) -> list[checks.CheckMessage]:
    if connection.vendor in {"sqlite", "postgresql"}:
        return []
    return [
        checks.Error(
            f"Search does not work on {connection.display_name}.",
            hint="Use PostgreSQL or SQLite.",
            id="kuvendi_search.E002",
        )
    ]


def register() -> None:
    for check in (check_elasticsearch_client, check_languages, check_database):
        checks.register(check, "search")
