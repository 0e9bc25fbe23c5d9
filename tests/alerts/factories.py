"""Subscribers and webhooks, what is published for them, and what they get."""

from __future__ import annotations

import re
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

from wagtail.models import Page

from alerts import services
from alerts.models import Endpoint, Subscriber, Subscription
from alerts.reader import AnnouncementReader
from alerts.sending import send_alerts
from alerts.webhooks.delivering import deliver
from cms_pages.publishing.models import LogState
from cms_pages.publishing.readers import run_reader
from tests.alerts.receiver import Receiver
from tests.factories import NewsPageFactory, SiteTree
from tests.support.fixtures import project

ADDRESS = "arta@example.org"
SECRET = b"s" * 32


def subscribe(
    tree: SiteTree, address: str = ADDRESS, frequency: str = "at_once", language: str = "sq", **choice: str
) -> Subscriber:
    """Somebody who asked and confirmed; the letter that asked is gone."""
    services.ask(tree.site, address, {"locale": language, **choice}, frequency, language)
    subscriber = Subscriber.objects.with_address(address).get(site=tree.site)
    services.confirm(Subscription.objects.select_related("subscriber").get(subscriber=subscriber, confirmed_at=None))
    subscriber.letters.all().delete()
    return Subscriber.objects.get(pk=subscriber.pk)


def publish(tree: SiteTree, title: str, language: str = "sq", **values: Any) -> Any:
    """A piece of news, that the reader of the log has seen."""
    slug = f"n-{Page.objects.count()}"
    page = NewsPageFactory(parent=tree.sections[language], title=title, slug=slug, **values)
    read()
    return page


def read() -> None:
    project()
    while run_reader(AnnouncementReader()):
        pass


def tell() -> int:
    """Let everybody be told. Returns how many letters went out."""
    read()
    return send_alerts()


def text_of(message: Message) -> str:
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n")


def subject_of(message: Message) -> str:
    return str(make_header(decode_header(message["Subject"])))


def header_of(message: Message, name: str) -> str:
    """A header as it is read: on one line."""
    return " ".join(str(message[name]).split())


def links_of(message: Message) -> list[str]:
    """The paths of all addresses in a letter's text."""
    return re.findall(r"https?://localhost(/\S*)", text_of(message))


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
