"""What nearly every test of content needs."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.test.client import ClientHandler
from django.utils import translation

from cms_pages.publishing.projector import project_stale


@pytest.fixture(scope="session", autouse=True)
def _media() -> Iterator[None]:
    """The folder of uploaded files is this run's own, and goes with it."""
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Wagtail keeps renditions by the number of their picture, which another test's picture had."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A request leaves its language to the thread, and so to the next test, which may not ask for any."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _closed_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server closes the file of every answer; Django's client only of those that a test has read to their end."""
    answers: list[HttpResponseBase] = []
    asked = ClientHandler.__call__

    def remembered(handler: ClientHandler, environ: dict[str, Any]) -> Any:
        answer = asked(handler, environ)
        answers.append(answer)
        return answer

    monkeypatch.setattr(ClientHandler, "__call__", remembered)
    yield
    # As Django's client does: the connection is the test's.
    request_finished.disconnect(close_old_connections)
    for answer in answers:
        if answer.streaming:
            answer.close()
    request_finished.connect(close_old_connections)


def project() -> None:
    """Project everything stale, as the worker does. Tests inside a transaction never get to the on-commit callbacks."""
    while project_stale():
        pass


def again(page: Any) -> Any:
    """A page as the database has it now."""
    return type(page).objects.get(pk=page.pk)
