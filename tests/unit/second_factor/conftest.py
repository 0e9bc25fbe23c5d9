"""An editor with an authenticator app."""

import base64
import datetime
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import SiteTree

PASSWORD = "fjalëkalim-i-gjatë"
NOW = 1_800_000_000


def code_at(secret: str, moment: float) -> str:
    """RFC 6238, with its defaults."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def pass_(self, **duration: int) -> None:
        self.now += datetime.timedelta(**duration).total_seconds()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of the codes, which passes when a test says so."""
    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def editor(site: SiteTree) -> User:
    return User.objects.create_superuser("redaktorja", password=PASSWORD)


def log_in(path: str = "/admin/login/", next_url: str = "", client: Client | None = None) -> tuple[Client, Any]:
    client = client or Client(headers={"accept-language": "en"})
    data = {"username": "redaktorja", "password": PASSWORD, "next": next_url}
    return client, client.post(path, data)


def give(client: Client, code: str) -> Any:
    return client.post("/admin/login/code/", {"code": code})


def is_inside(client: Client) -> bool:
    return bool(client.get("/admin/pages/").status_code == 200)


def set_up(client: Client, clock: Clock) -> str:
    """Sets it up as an editor does, and returns the secret. Its first code is used then; 30 seconds pass."""
    page = client.get("/admin/account/second-factor/set-up/").content.decode()
    found = re.search(r"second-factor-key\">([A-Z2-7 ]+)<", page)
    assert found is not None
    secret = found[1].replace(" ", "")
    given = {"password": PASSWORD, "code": code_at(secret, clock.now)}
    response = client.post("/admin/account/second-factor/set-up/", given)
    assert response["Location"] == "/admin/account/second-factor/recovery-codes/"
    clock.pass_(seconds=30)
    return secret


def recovery_codes(client: Client) -> list[str]:
    return re.findall(
        r"<code>(\d{8})</code>", client.get("/admin/account/second-factor/recovery-codes/").content.decode()
    )


@pytest.fixture
def owner(editor: User, clock: Clock) -> Client:
    """The session in which the editor set it up; ``owner.secret`` is what the app got."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(editor)
    client.secret = set_up(client, clock)  # type: ignore[attr-defined]
    return client


@pytest.fixture
def secret(owner: Any) -> str:
    return str(owner.secret)
