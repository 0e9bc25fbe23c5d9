"""Webhooks: what a real server gets, in which order, how it can check it, and what becomes of what it does not take."""

import base64
import datetime
import hashlib
import hmac
import time
import uuid

import pytest
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from alerts.models import Delivery, Endpoint, Failure
from alerts.webhooks import transport
from alerts.webhooks.delivering import MOST_REFUSALS, deliver, is_due, queue, send_again, send_again_from
from alerts.webhooks.destinations import is_public, refusal_of_url
from alerts.webhooks.signing import signed_headers
from cms_pages.models import PublishedItem
from tests.alerts.factories import SECRET, publish, read, register, told
from tests.alerts.receiver import Receiver, receiving
from tests.api.client import get
from tests.factories import SiteTree, make_site
from tools.ports import free_port


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


def test_a_secret_that_no_key_reads_holds_up_no_other(site: SiteTree, receiver: Receiver) -> None:
    lost = register(site, receiver.url)
    Endpoint.objects.filter(pk=lost.pk).update(encrypted_secret="of another key")
    register(site, receiver.url)
    publish(site, "Ujësjellësi i ri")
    assert told(receiver) == [("item.upsert", "Ujësjellësi i ri")]
    assert lost.deliveries.get().failure == Failure.NO_SECRET


def test_a_server_that_answers_what_no_column_takes_holds_up_no_other(site: SiteTree, receiver: Receiver) -> None:
    with receiving() as other:
        register(site, other.url)
        register(site, receiver.url)
        publish(site, "Ujësjellësi i ri")
        other.rubbish = b"\0"
        assert told(receiver) == [("item.upsert", "Ujësjellësi i ri")]
    failed = Delivery.objects.get(failure=Failure.NO_ANSWER)
    assert failed.reason == "BadStatusLine: HTTP/1.0 204 No Content"


def test_a_slow_server_with_much_to_be_told_holds_up_no_other(site: SiteTree, receiver: Receiver) -> None:
    with receiving() as slow:
        register(site, slow.url)
        register(site, receiver.url)
        for title in ("E para", "E dyta", "E treta"):
            publish(site, title)
        # Each time the worker's slice is over when the slow one has taken one more.
        deliver(lambda: len(slow.got) == 1)
        deliver(lambda: len(slow.got) == 2)
    assert [len(slow.got), len(receiver.got)] == [2, 3]


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


def test_carrier_networks_are_private() -> None:
    from ipaddress import ip_address

    assert not is_public(ip_address("100.64.0.1"))


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
    Endpoint.objects.update(lease=uuid.uuid4(), leased_until=timezone.now() + datetime.timedelta(minutes=1))
    assert told(receiver) == []
    Endpoint.objects.update(leased_until=timezone.now())
    assert len(told(receiver)) == 1
