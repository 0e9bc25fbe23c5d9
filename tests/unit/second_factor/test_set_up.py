"""Setting the second factor up, also where it is a must."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.factories import NewsPageFactory, SiteTree
from tests.unit.second_factor.conftest import Clock, code_at, log_in, set_up

ADMIN = ["/admin/", "/admin/account/", "/admin/choose-page/", "/admin/api/main/pages/", "/admin/images/chooser/"]


@pytest.mark.parametrize("path", [*ADMIN, "/admin/account/second-factor/recovery-codes/"])
def test_where_it_is_a_must_nothing_else_opens_before_it_is_set_up(editor: User, settings: Settings, path: str) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client, _ = log_in()
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, "/admin/account/second-factor/set-up/")
    assert client.get(path, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_where_it_is_a_must_previews_do_not_open_either(site: SiteTree, editor: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    page = NewsPageFactory(parent=site.sections["sq"], title="Skicë", live=False)
    client, _ = log_in()
    for path in (f"/admin/pages/{page.pk}/view_draft/", f"/admin/pages/{page.pk}/edit/preview/"):
        assert client.get(path)["Location"] == "/admin/account/second-factor/set-up/"


def test_where_it_is_a_must_it_opens_once_set_up(editor: User, settings: Settings, clock: Clock) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client, _ = log_in()
    set_up(client, clock)
    assert [client.get(path).status_code for path in ADMIN] == [200] * len(ADMIN)


def test_where_it_is_a_must_nobody_switches_it_off(
    owner: Client, secret: str, settings: Settings, clock: Clock
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    owner.post("/admin/account/second-factor/", {"code": code_at(secret, clock.now), "action": "off"})
    assert Authenticator.objects.filter(type="totp").exists()


def test_where_it_is_a_must_one_can_leave(editor: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client, _ = log_in()
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("password", ["", "another one"])
def test_who_finds_a_session_open_does_not_set_it_up(editor: User, clock: Clock, password: str) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(editor)
    page = client.get("/admin/account/second-factor/set-up/").content.decode()
    secret = re.findall(r"second-factor-key\">([A-Z2-7 ]+)<", page)[0].replace(" ", "")
    given = {"password": password, "code": code_at(secret, clock.now)}
    response = client.post("/admin/account/second-factor/set-up/", given)
    assert ("Enter your password." if not password else "This is not your password.") in response.content.decode()
    assert not Authenticator.objects.exists()


def test_wrong_passwords_of_the_set_up_count_as_those_of_the_log_in(editor: User, settings: Settings) -> None:
    client = Client()
    client.force_login(editor)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post("/admin/account/second-factor/set-up/", {"password": "another one", "code": "000000"})
    assert log_in()[1].status_code == 429
