"""Webhooks: what a real server gets, in which order, how it can check it, and what becomes of what it does not take."""

import base64
import datetime
import hashlib
import hmac
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import Settings
from wagtail.models import PageViewRestriction
from wagtail.users.models import UserProfile

from alerts.models import Delivery, Endpoint, Failure
from alerts.webhooks import transport
from alerts.webhooks.delivering import MOST_REFUSALS, deliver, is_due, queue, send_again, send_again_from
from alerts.webhooks.destinations import is_public, refusal_of_url
from alerts.webhooks.signing import shown, signed_headers
from cms_pages.models import OfficeGroup, PublishedItem
from cms_pages.publishing.models import LogState
from tests.alerts.factories import publish, read
from tests.alerts.receiver import Receiver, receiving
from tests.api.client import get
from tests.factories import SiteTree, make_site
from tests.unit.site.html import Html
from tools.ports import free_port

SECRET = b"s" * 32


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.ALERTS_WEBHOOKS_ANYWHERE = True
    with receiving() as one:
        yield one


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With its key, and signed by nobody."""
    folder = tmp_path_factory.mktemp("certificate")
    key, signed = folder / "key.pem", folder / "signed.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "1", "-subj", "/CN=127.0.0.1", "-keyout", str(key), "-out", str(signed)]
    subprocess.run(command, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text(key.read_text() + signed.read_text())
    return both


def register(tree: SiteTree, url: str, **values: Any) -> Endpoint:
    """A webhook that is told of what is published from now on."""
    read()
    endpoint = Endpoint(site=tree.site, name="Aplikacioni", url=url, **values)
    endpoint.secret, endpoint.position = SECRET, LogState.current().sequence
    endpoint.save()
    return endpoint


def told(receiver: Receiver) -> list[tuple[str, str]]:
    """Event and title of each message that came since this was asked last."""
    Endpoint.objects.update(retry_at=None)
    deliver()
    found = [(each["type"], each["data"].get("title", "")) for each in receiver.messages]
    receiver.got.clear()
    return found


def states() -> list[tuple[str, int | None]]:
    return list(Delivery.objects.order_by("sequence").values_list("state", "status"))


def test_each_change_is_told_in_its_order_once_and_signed(site: SiteTree, receiver: Receiver) -> None:
    endpoint = register(site, receiver.url)
    page = publish(site, "Ujësjellësi i ri")
    publish(site, "Rruga e re")
    assert deliver() == 2
    assert deliver() == 0
    headers, body = receiver.got[0]
    assert headers["content-type"] == "application/json"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(SECRET, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    message = receiver.messages[0]
    (synced,) = [each for each in get("/api/content/sync/").json()["items"] if each["title"] == "Ujësjellësi i ri"]
    assert (message["type"], message["data"]) == ("item.upsert", synced)
    assert headers["webhook-id"] == f"msg_{endpoint.pk}_{synced['sequence']}"
    receiver.got.clear()
    page.unpublish()
    read()
    assert told(receiver) == [("item.gone", "")]
    assert states() == [("delivered", 204)] * 3


def test_the_signature_is_that_of_the_standards_example() -> None:
    # Source: the example of the Standard Webhooks' reference libraries.
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed_headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("choice", "titles"),
    [
        ({"types": ["news"], "locales": ["sq"]}, ["Ujësjellësi i ri"]),
        ({"types": ["decision"]}, []),
        ({"locales": ["en"]}, ["Water"]),
        ({}, ["Ujësjellësi i ri", "Water"]),
    ],
)
def test_only_what_was_chosen_is_told(
    site: SiteTree, receiver: Receiver, choice: dict[str, list[str]], titles: list[str]
) -> None:
    register(site, receiver.url, **choice)
    publish(site, "Ujësjellësi i ri")
    publish(site, "Water", "en")
    assert [title for _event, title in told(receiver)] == titles


@pytest.mark.parametrize(
    ("status", "asked", "seconds"),
    [(429, "120", 120), (503, "date", 600), (503, "0", 5), (429, "9999999", 86400), (503, "soon", 5), (500, "120", 5)],
)
def test_a_server_that_is_busy_is_left_alone_for_as_long_as_it_asks(
    site: SiteTree, receiver: Receiver, status: int, asked: str, seconds: int
) -> None:
    endpoint = register(site, receiver.url)
    publish(site, "Ujësjellësi i ri")
    now = timezone.now()
    receiver.status = status
    receiver.retry_after = http_date(now.timestamp() + 600) if asked == "date" else asked
    assert deliver() == 0
    endpoint.refresh_from_db()
    assert endpoint.retry_at is not None
    assert (endpoint.retry_at - now).total_seconds() == pytest.approx(seconds, abs=4)
    receiver.status = 204
    assert told(receiver)[-1] == ("item.upsert", "Ujësjellësi i ri")


def test_another_municipality_is_not_told(site: SiteTree, receiver: Receiver) -> None:
    register(make_site("fqinj.example.org", is_default=False, slug="fqinj"), receiver.url)
    publish(site, "Ujësjellësi i ri")
    assert told(receiver) == []


@pytest.mark.parametrize("how", ["changed", "unpublished", "private", "expired"])
def test_what_was_overtaken_is_not_told_as_it_was(site: SiteTree, receiver: Receiver, how: str) -> None:
    endpoint = register(site, receiver.url)
    page = publish(site, "E gabuar")
    queue(endpoint)
    match how:
        case "changed":
            page.title = "E saktë"
            page.save_revision().publish()
        case "unpublished":
            page.unpublish()
        case "private":
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        case _:
            PublishedItem.objects.filter(page_id=page.pk).update(expires_at=timezone.now())
    if how != "expired":
        read()
    last = {"changed": [("item.upsert", "E saktë")], "expired": []}
    assert told(receiver) == last.get(how, [("item.gone", "")])
    assert states()[0] == ("superseded", None)


def test_a_server_that_fails_is_told_later_all_and_in_order(site: SiteTree, receiver: Receiver) -> None:
    endpoint = register(site, receiver.url)
    for title in ("E para", "E dyta"):
        publish(site, title)
    receiver.status = 503
    assert [title for _event, title in told(receiver)] == ["E para"], "what follows waits"
    endpoint.refresh_from_db()
    assert endpoint.failures == 1
    assert endpoint.retry_at is not None
    assert endpoint.retry_at > timezone.now()
    assert deliver() == 0
    assert receiver.got == [], "it is left in peace meanwhile"
    assert not is_due()
    receiver.status = 200
    assert [title for _event, title in told(receiver)] == ["E para", "E dyta"]
    well = Endpoint.objects.filter(pk=endpoint.pk, failures=0, failing_since=None, retry_at=None)
    assert well.exists()


def test_a_server_that_is_away_holds_up_no_other(site: SiteTree, receiver: Receiver) -> None:
    away = register(site, f"http://127.0.0.1:{free_port()}/")
    register(site, receiver.url)
    publish(site, "E para")
    assert [title for _event, title in told(receiver)] == ["E para"]
    failed = away.deliveries.get()
    assert failed.failure == Failure.UNREACHABLE
    assert "ConnectionRefused" in failed.reason


def test_a_change_that_is_refused_for_good_is_given_up(site: SiteTree, receiver: Receiver) -> None:
    register(site, receiver.url)
    for title in ("E para", "E dyta"):
        publish(site, title)
    receiver.status = 422
    for _ in range(MOST_REFUSALS):
        told(receiver)
    receiver.status = 200
    assert [title for _event, title in told(receiver)] == ["E dyta"]
    assert [state for state, _status in states()] == ["failed", "delivered"]


def test_a_server_that_wants_no_more_is_told_no_more(site: SiteTree, receiver: Receiver) -> None:
    register(site, receiver.url)
    publish(site, "E para")
    receiver.status = 410
    told(receiver)
    assert not Endpoint.objects.get().is_active
    assert told(receiver) == []


def test_redirects_are_not_followed(site: SiteTree, receiver: Receiver) -> None:
    register(site, receiver.url)
    publish(site, "E para")
    with receiving() as other:
        receiver.status, receiver.location = 307, other.url
        told(receiver)
        assert other.got == []
    assert states() == [("waiting", 307)]


def test_a_server_that_trickles_is_left_after_a_while(
    site: SiteTree, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "TOTAL_TIMEOUT", 0.5)
    register(site, receiver.url)
    publish(site, "E para")
    receiver.trickle = True
    started = time.monotonic()
    deliver()
    assert time.monotonic() - started < 4
    assert states() == [("waiting", None)]
    assert Delivery.objects.get().failure == Failure.TOO_LONG


def test_all_can_be_sent_again_from_a_change_on_or_one(site: SiteTree, receiver: Receiver) -> None:
    endpoint = register(site, receiver.url, types=["news"])
    for title in ("E para", "E dyta", "E treta"):
        publish(site, title)
    told(receiver)
    second = Delivery.objects.order_by("sequence")[1]
    send_again(second)
    deliver()
    ids = {headers["webhook-id"] for headers, _body in receiver.got}
    assert ids == {f"msg_{endpoint.pk}_{second.sequence}"}, "the same as the first time"
    receiver.got.clear()
    send_again_from(endpoint, second.sequence)
    assert [title for _event, title in told(receiver)] == ["E dyta", "E treta"]
    Delivery.objects.all().delete()
    send_again_from(endpoint, 0)
    assert [title for _event, title in told(receiver)] == ["E para", "E dyta", "E treta"]


@pytest.mark.parametrize(
    ("url", "is_allowed"),
    [
        ("https://app.example.org/changes", True),
        ("https://8.8.8.8/", True),
        ("http://app.example.org/", False),
        ("https://127.0.0.1/", False),
        ("https://10.1.2.3/", False),
        ("https://169.254.169.254/latest/meta-data/", False),
        ("https://[::1]/", False),
        ("https://[::ffff:127.0.0.1]/", False),
        ("https://[64:ff9b::7f00:1]/", False),
        ("https://[2002:7f00:1::]/", False),
        ("https://224.0.0.1/", False),
        ("https://0.0.0.0/", False),
        ("https://user:password@app.example.org/", False),
        ("https://app.example.org:99999/", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("x", False),
    ],
)
def test_where_webhooks_may_go(url: str, is_allowed: bool) -> None:
    assert (refusal_of_url(url) == "") is is_allowed


def test_a_name_that_leads_into_the_own_network_is_not_asked(
    site: SiteTree, receiver: Receiver, settings: Settings
) -> None:
    register(site, receiver.url.replace("http://127.0.0.1", "https://localhost"))
    settings.ALERTS_WEBHOOKS_ANYWHERE = False
    publish(site, "E para")
    assert told(receiver) == []
    assert Delivery.objects.get().failure == Failure.PRIVATE
    Endpoint.objects.update(url=receiver.url)
    assert told(receiver) == []
    assert Delivery.objects.get().failure == Failure.NOT_HTTPS


@pytest.mark.parametrize(
    ("address", "failure"),
    [
        ("http://" + "a" * 64 + ".example.org/", Failure.NO_SERVER),
        ("http://127.0.0.1:{port}/a b", Failure.NO_SERVER),
        ("https://127.0.0.1:{port}/", Failure.ENCRYPTION),
        # It speaks TLS, so what it answers is no HTTP.
        ("http://127.0.0.1:{secure}/", Failure.NO_ANSWER),
        ("https://127.0.0.1:{secure}/", Failure.CERTIFICATE),
    ],
)
def test_why_there_was_no_answer_is_known(
    site: SiteTree, receiver: Receiver, certificate: Path, address: str, failure: Failure
) -> None:
    with receiving(certificate) as secure:
        register(site, address.format(port=urlsplit(receiver.url).port, secure=urlsplit(secure.url).port))
        publish(site, "E para")
        deliver()
        assert receiver.got == secure.got == []
    assert Delivery.objects.get().failure == failure


@pytest.mark.parametrize(
    ("status", "language", "said"),
    [
        (204, "sq", ""),
        (307, "sq", "Serveri tregon një adresë tjetër"),
        (404, "sr-latn", "Na ovoj adresi server nema ništa"),
        (410, "sq", "webhook-u u çaktivizua"),
        (422, "en", "The server refused the message."),
        (429, "sr-latn", "Server trenutno ne može da primi poruku."),
        (500, "sq", "Serveri ka një gabim."),
        (None, "sq", "Nuk pati lidhje me serverin."),
        (None, "sr-latn", "Nije bilo veze sa serverom."),
    ],
)
def test_the_log_says_in_the_readers_language_what_happened_and_what_to_do(
    site: SiteTree, receiver: Receiver, status: int | None, language: str, said: str
) -> None:
    endpoint = register(site, receiver.url if status else f"http://127.0.0.1:{free_port()}/")
    receiver.status = status or 204
    publish(site, "E para")
    deliver()
    client = one_of_the_office("webmaster")
    UserProfile.objects.update_or_create(user=User.objects.get(), defaults={"preferred_language": language})
    page = Html(client.get(reverse("alerts_deliveries", args=[endpoint.pk])).content.decode())
    explanations = page.texts(".listing .explanation")
    assert len(explanations) == (1 if said else 0)
    assert said in "".join(explanations)
    assert page.text(".listing small").startswith(str(status) if status else "ConnectionRefusedError")


def test_carrier_networks_are_private() -> None:
    from ipaddress import ip_address

    assert not is_public(ip_address("100.64.0.1"))


def one_of_the_office(role: str) -> Client:
    call_command("setup_roles", verbosity=0)
    user = User.objects.create_user(role, password="x")
    group = OfficeGroup.objects.get(role=role).group
    assert group is not None
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_the_webmaster_registers_one_and_sees_the_secret_once(site: SiteTree, receiver: Receiver) -> None:
    client = one_of_the_office("webmaster")
    data = {"site": site.site.pk, "name": "Aplikacioni", "url": receiver.url, "types": ["news"], "is_active": "on"}
    page = client.post(reverse("alerts_webhooks:add"), data)
    assert page.status_code == 200, page.content
    endpoint = Endpoint.objects.get()
    assert Html(page.content.decode()).text("#webhook-secret") == shown(endpoint.secret)
    assert "no-store" in page["Cache-Control"]
    assert re.fullmatch(r"whsec_[\w+/]{43}=", shown(endpoint.secret))
    publish(site, "E para")
    deliver()
    addresses = [
        reverse("alerts_webhooks:index"),
        reverse("alerts_webhooks:edit", args=[endpoint.pk]),
        reverse("alerts_deliveries", args=[endpoint.pk]),
        reverse("alerts_deliveries", args=[endpoint.pk]) + "?state=delivered&p=7",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert shown(endpoint.secret) not in answer.content.decode()
    assert shown(endpoint.secret) not in endpoint.encrypted_secret
    before = endpoint.secret
    renewed = client.post(reverse("alerts_new_secret", args=[endpoint.pk]))
    endpoint.refresh_from_db()
    assert endpoint.secret != before
    assert shown(endpoint.secret) in renewed.content.decode()


def test_the_webmaster_sends_again(site: SiteTree, receiver: Receiver) -> None:
    client = one_of_the_office("webmaster")
    endpoint = register(site, receiver.url)
    publish(site, "E para")
    told(receiver)
    again = reverse("alerts_send_again", args=[endpoint.pk])
    for data, count in (
        ({"delivery": str(Delivery.objects.get().pk)}, 1),
        ({"sequence": str(Delivery.objects.get().sequence)}, 1),
        ({"sequence": "-1"}, 0),
        ({"sequence": "9" * 40}, 0),
    ):
        assert client.post(again, data).status_code == 302
        assert len(told(receiver)) == count


def test_others_see_nothing_of_webhooks(site: SiteTree, receiver: Receiver) -> None:
    endpoint = register(site, receiver.url)
    client = one_of_the_office("press_officer")
    for name, arguments in (
        ("alerts_webhooks:index", []),
        ("alerts_webhooks:add", []),
        ("alerts_deliveries", [endpoint.pk]),
        ("alerts_report", []),
    ):
        assert client.get(reverse(name, args=arguments)).status_code == 302
    for name in ("alerts_send_again", "alerts_new_secret"):
        assert client.post(reverse(name, args=[endpoint.pk]), {"sequence": "0"}).status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.secret == SECRET
    assert endpoint.position > 0


@pytest.mark.parametrize("url", ["http://app.example.org/", "https://192.168.1.1/", "x"])
def test_a_wrong_address_is_said_at_its_field(site: SiteTree, url: str) -> None:
    data = {"site": site.site.pk, "name": "Aplikacioni", "url": url}
    page = one_of_the_office("webmaster").post(reverse("alerts_webhooks:add"), data)
    assert "url" in page.context["form"].errors
    assert not Endpoint.objects.exists()


def test_one_that_was_switched_off_is_told_later(site: SiteTree, receiver: Receiver) -> None:
    endpoint = register(site, receiver.url)
    Endpoint.objects.update(is_active=False)
    publish(site, "E para")
    assert told(receiver) == []
    Endpoint.objects.update(is_active=True)
    assert [title for _event, title in told(receiver)] == ["E para"]
    assert endpoint.deliveries.count() == 1


def test_one_process_at_a_time_tells_an_endpoint(site: SiteTree, receiver: Receiver) -> None:
    register(site, receiver.url)
    publish(site, "E para")
    Endpoint.objects.update(leased_until=timezone.now() + datetime.timedelta(minutes=1))
    assert told(receiver) == []
    Endpoint.objects.update(leased_until=timezone.now())
    assert len(told(receiver)) == 1
