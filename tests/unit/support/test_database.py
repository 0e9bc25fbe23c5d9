"""Tests use one database, and begin with what the migrations put into it, whatever ran before them."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Locale, Page, Site


def use_and_check() -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert Locale.objects.exists()
    assert Site.objects.filter(is_default_site=True).exists()
    assert Permission.objects.filter(codename="access_admin").exists()
    Page.objects.all().delete()


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_marked_as_transactional(turn: int) -> None:
    use_and_check()


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.usefixtures("transactional_db")
def test_with_the_fixture(turn: int) -> None:
    use_and_check()


@pytest.mark.parametrize("turn", [1, 2])
def test_with_a_live_server(turn: int, live_server: LiveServer) -> None:
    use_and_check()


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db
def test_that_is_rolled_back(turn: int) -> None:
    use_and_check()


@pytest.mark.django_db
def test_connection_stays_the_same_when_the_browser_starts(request: pytest.FixtureRequest) -> None:
    before = connection.connection
    request.getfixturevalue("chromium")
    assert connection.connection is before
