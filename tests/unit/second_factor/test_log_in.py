"""A code of an authenticator app after the password, and no way into the admin past it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from second_factor import factor
from tests.factories import NewsPageFactory, SiteTree
from tests.unit.second_factor.conftest import (
    NOW,
    PASSWORD,
    Clock,
    code_at,
    give,
    is_inside,
    log_in,
    recovery_codes,
    set_up,
)


def test_without_it_the_password_is_enough(editor: User) -> None:
    client, response = log_in()
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert is_inside(client)


def test_password_alone_lets_nobody_in(owner: Client) -> None:
    client, response = log_in()
    assert response["Location"] == "/admin/login/code/"
    assert "_auth_user_id" not in client.session
    assert not is_inside(client)


def test_code_lets_in_and_leads_on(secret: str, clock: Clock) -> None:
    client, _ = log_in(next_url="/admin/pages/?x=1")
    response = give(client, code_at(secret, clock.now))
    assert (response.status_code, response["Location"]) == (302, "/admin/pages/?x=1")
    assert is_inside(client)


def test_nobody_is_led_to_another_host(secret: str, clock: Clock) -> None:
    client, _ = log_in(next_url="https://evil.example.net/admin/")
    assert give(client, code_at(secret, clock.now))["Location"] == "/admin/"


def test_code_may_have_spaces(secret: str, clock: Clock) -> None:
    code = code_at(secret, clock.now)
    client, _ = log_in()
    give(client, f" {code[:3]} {code[3:]} ")
    assert is_inside(client)


@pytest.mark.parametrize(
    ("language", "says"),
    [("sq", "Ky kod nuk është i saktë"), ("sr-latn", "Ovaj kod nije tačan"), ("en", "This code is not right")],
)
def test_wrong_code_is_refused_in_the_readers_language(owner: Client, language: str, says: str) -> None:
    client, _ = log_in(client=Client(headers={"accept-language": language}))
    response = give(client, "000000")
    assert says in response.content.decode()
    assert not is_inside(client)


@pytest.mark.parametrize("minutes", [-2, 2])
def test_code_of_another_time_is_refused(secret: str, clock: Clock, minutes: int) -> None:
    client, _ = log_in()
    give(client, code_at(secret, clock.now + 60 * minutes))
    assert not is_inside(client)


def test_used_code_is_refused_by_every_process_as_long_as_it_would_be_right(secret: str, clock: Clock) -> None:
    code = code_at(secret, clock.now + 30)
    first, _ = log_in()
    give(first, code)
    assert is_inside(first)
    clock.pass_(seconds=45)
    second, _ = log_in()
    give(second, code)
    assert not is_inside(second)


def test_code_of_the_set_up_is_used(editor: User, clock: Clock) -> None:
    client = Client()
    client.force_login(editor)
    secret = set_up(client, clock)
    other, _ = log_in()
    give(other, code_at(secret, NOW))
    assert not is_inside(other)


def test_recovery_code_lets_in_once(owner: Client) -> None:
    codes = recovery_codes(owner)
    assert len(set(codes)) == 10
    for code, lets_in in [(codes[3], True), (codes[3], False), (codes[9], True)]:
        client, _ = log_in()
        give(client, code)
        assert is_inside(client) is lets_in


def test_recovery_codes_are_shown_until_they_are_kept(owner: Client) -> None:
    assert recovery_codes(owner) == recovery_codes(owner) != []
    assert owner.post("/admin/account/second-factor/recovery-codes/")["Location"] == "/admin/"
    assert recovery_codes(owner) == []


def test_new_recovery_codes_end_the_old_ones(owner: Client, secret: str, clock: Clock) -> None:
    old = recovery_codes(owner)
    owner.post("/admin/account/second-factor/", {"code": code_at(secret, clock.now), "action": "codes"})
    new = recovery_codes(owner)
    assert set(old).isdisjoint(new)
    client, _ = log_in()
    give(client, old[0])
    assert not is_inside(client)
    give(client, new[0])
    assert is_inside(client)


def test_wrong_codes_lock_out_whatever_the_address_and_not_for_ever(secret: str, clock: Clock) -> None:
    for number in range(5):
        client, _ = log_in()
        response = client.post("/admin/login/code/", {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}")
    assert response.status_code == 429
    assert response["Retry-After"] == str(15 * 60)
    client, _ = log_in()
    assert client.get("/admin/login/code/").status_code == 429
    assert give(client, code_at(secret, clock.now)).status_code == 429
    assert not is_inside(client)
    clock.pass_(minutes=15)
    client, _ = log_in()
    give(client, code_at(secret, clock.now))
    assert is_inside(client)


def test_wrong_codes_inside_the_admin_count_too(owner: Client, secret: str, clock: Clock) -> None:
    for _ in range(5):
        response = owner.post("/admin/account/second-factor/", {"code": "000000", "action": "off"})
    assert response.status_code == 429
    assert owner.post("/admin/account/second-factor/", {"code": code_at(secret, clock.now)}).status_code == 429


def test_four_wrong_codes_do_not_lock_out(secret: str, clock: Clock) -> None:
    for _ in range(2):
        client, _ = log_in()
        for _ in range(4):
            assert give(client, "000000").status_code == 200
        give(client, code_at(secret, clock.now))
        assert is_inside(client)
        clock.pass_(seconds=30)


def test_password_is_forgotten_when_no_code_comes(secret: str, clock: Clock) -> None:
    client, _ = log_in()
    clock.pass_(minutes=10, seconds=1)
    assert give(client, code_at(secret, clock.now))["Location"] == "/admin/login/"
    assert not is_inside(client)


def test_changed_password_ends_a_log_in_that_lacks_the_code(editor: User, secret: str, clock: Clock) -> None:
    client, _ = log_in()
    editor.set_password("tjetër-fjalëkalim")
    editor.save()
    give(client, code_at(secret, clock.now))
    assert not is_inside(client)


def test_code_alone_lets_nobody_in(secret: str, clock: Clock) -> None:
    client = Client()
    assert give(client, code_at(secret, clock.now))["Location"] == "/admin/login/"
    assert not is_inside(client)


def test_password_is_asked_with_lock_out_as_before(owner: Client) -> None:
    for _ in range(5):
        Client().post("/admin/login/", {"username": "redaktorja", "password": "gabim"})
    assert log_in()[1].status_code == 429


def test_log_in_of_the_public_site_asks_too(site: SiteTree, secret: str, clock: Clock) -> None:
    page = NewsPageFactory(parent=site.sections["sq"], title="E brendshme")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    client, response = log_in("/sq/_util/login/", next_url=page.get_url())
    assert response["Location"] == "/admin/login/code/"
    assert client.get(page.get_url()).status_code == 302
    assert not is_inside(client)
    assert give(client, code_at(secret, clock.now))["Location"] == page.get_url()
    assert client.get(page.get_url()).status_code == 200
    assert is_inside(client)


def test_session_from_before_is_ended(editor: User, clock: Clock) -> None:
    before, _ = log_in()
    owner = Client()
    owner.force_login(editor)
    set_up(owner, clock)
    assert before.get("/admin/pages/")["Location"] == "/admin/login/?next=/admin/pages/"
    assert "_auth_user_id" not in before.session
    assert is_inside(owner)


@pytest.mark.parametrize("path", ["/admin/account/second-factor/", "/admin/account/second-factor/recovery-codes/"])
def test_session_without_the_code_does_not_get_at_the_second_factor(owner: Client, editor: User, path: str) -> None:
    client = Client()
    client.force_login(editor)
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={path}")


def test_switching_off_asks_for_a_code(owner: Client, secret: str, clock: Clock) -> None:
    owner.post("/admin/account/second-factor/", {"code": "000000", "action": "off"})
    assert Authenticator.objects.count() == 2
    owner.post("/admin/account/second-factor/", {"code": code_at(secret, clock.now), "action": "off"})
    assert not Authenticator.objects.exists()
    assert is_inside(log_in()[0])


def test_wrong_first_code_sets_nothing_up(editor: User) -> None:
    client = Client()
    client.force_login(editor)
    client.get("/admin/account/second-factor/set-up/")
    assert client.post("/admin/account/second-factor/set-up/", {"code": "000000"}).status_code == 200
    assert not Authenticator.objects.exists()


def test_second_set_up_does_not_replace_the_first(editor: User, owner: Client, secret: str) -> None:
    assert owner.get("/admin/account/second-factor/set-up/")["Location"] == "/admin/account/second-factor/"
    other = "JBSWY3DPEHPK3PXP"
    assert factor.set_up(editor, other, code_at(other, time.time())) is None
    assert Authenticator.objects.filter(type="totp").count() == 1


def test_account_leads_to_it(owner: Client) -> None:
    assert b'href="/admin/account/second-factor/"' in owner.get("/admin/account/").content


def test_database_alone_tells_no_codes(owner: Client, secret: str) -> None:
    kept = str(list(Authenticator.objects.values("data")))
    assert secret not in kept
    assert not any(code in kept for code in recovery_codes(owner))


def test_another_secret_key_lets_nobody_in(
    settings: Settings, secret: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECRET_KEY = "another" * 10
    client, _ = log_in()
    assert give(client, code_at(secret, clock.now)).status_code == 200
    assert not is_inside(client)
    assert "SECRET_KEY" in caplog.text


def test_operator_resets_it(owner: Client) -> None:
    call_command("reset_second_factor", "redaktorja")
    assert is_inside(log_in()[0])
    with pytest.raises(CommandError, match="redaktorja has no second factor"):
        call_command("reset_second_factor", "redaktorja")
    with pytest.raises(CommandError, match="There is no user askush"):
        call_command("reset_second_factor", "askush")


def test_editors_of_a_group_set_it_up_too(site: SiteTree, clock: Clock) -> None:
    user = User.objects.create_user("redaktor", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    set_up(client, clock)
    assert client.get("/admin/").status_code == 200


def test_pages_are_never_kept_by_caches(owner: Client) -> None:
    client, _ = log_in()
    for response in (client.get("/admin/login/code/"), owner.get("/admin/account/second-factor/recovery-codes/")):
        assert "no-store" in response["Cache-Control"]


def test_allauths_own_pages_are_not_there(site: SiteTree) -> None:
    for path in ("/accounts/login/", "/accounts/signup/", "/sq/accounts/signup/"):
        assert Client().get(path, follow=True).status_code == 404
