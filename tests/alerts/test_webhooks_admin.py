"""Webhooks in the admin: who registers them, what the log of one says, and what can be sent again."""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from alerts.models import Delivery, Endpoint, Failure
from alerts.webhooks.delivering import deliver
from alerts.webhooks.signing import shown
from cms_pages.models import OfficeGroup
from tests.alerts.factories import SECRET, publish, register, told
from tests.alerts.receiver import Receiver, receiving
from tests.factories import SiteTree
from tests.unit.site.html import Html
from tools.ports import free_port


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
