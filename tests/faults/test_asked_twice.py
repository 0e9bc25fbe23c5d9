"""Somebody presses the button twice, and asks for alerts twice in the same moment."""

import threading

import pytest
from django.db import connection

from alerts import services
from alerts.models import Letter, Subscriber
from tests.factories import make_site

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_are_answered_and_one_mailbox_is_one_subscriber(monkeypatch: pytest.MonkeyPatch) -> None:
    tree, met, found = make_site(), threading.Barrier(2, timeout=60), Subscriber.objects.with_address

    def unknown(address: str) -> object:
        subscribers = found(address)
        # On SQLite a transaction that writes waits for the others from its beginning.
        if connection.vendor == "postgresql" and not subscribers.exists():
            met.wait()
        return subscribers

    monkeypatch.setattr(Subscriber.objects, "with_address", unknown)
    failed: list[Exception] = []

    def ask() -> None:
        try:
            services.ask(tree.site, "arta@example.org", {"locale": "sq"}, "daily", "sq")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Subscriber.objects.count() == 1
    assert Letter.objects.count() == 2
