"""System checks, and what the application registers."""

from __future__ import annotations

import importlib.util

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django import Settings

from cms_pages.registry import api_routers, readers
from search import checks
from search.database.indexer import DatabaseReader


def ids(messages: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


def test_this_project_passes() -> None:
    assert checks.check_languages() + checks.check_database() + checks.check_elasticsearch_client() == []


def test_a_missing_client_is_an_error(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert checks.check_elasticsearch_client() == []
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9200"
    assert ids(checks.check_elasticsearch_client()) == ["kuvendi_search.E001"]


def test_a_language_without_rules_is_a_warning(settings: Settings) -> None:
    settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES = [("sq", "Shqip"), ("tr", "Türkçe")]
    found = checks.check_languages()
    assert ids(found) == ["kuvendi_search.W001"]
    assert "'tr'" in found[0].msg


def test_another_database_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "mysql")
    assert ids(checks.check_database()) == ["kuvendi_search.E002"]


def test_the_database_is_always_a_reader_and_the_api_is_mounted() -> None:
    assert isinstance(readers.get(DatabaseReader.name), DatabaseReader)
    assert api_routers.get("search") is not None
