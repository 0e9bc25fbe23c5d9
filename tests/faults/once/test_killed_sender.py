"""A process that sends alerts and is killed at any kind of step: everybody is told, and of each letter there is one."""

import os
import signal
from collections import Counter

import pytest
from django.utils import timezone

from alerts.models import Letter
from alerts.reader import AnnouncementReader
from alerts.sending import send_alerts
from cms_pages.models import ReaderPosition
from cms_pages.publishing.readers import run_reader
from tests.alerts.conftest import mail as mail
from tests.alerts.factories import read, subject_of, subscribe
from tests.factories import NewsPageFactory, make_site
from tests.support.dying import stopped_at
from tests.support.fixtures import project
from tests.support.smtp import SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)
READERS = ("arta@example.org", "beni@example.org")


def tell() -> None:
    run_reader(AnnouncementReader())
    send_alerts()


def another_comes_later() -> None:
    ReaderPosition.objects.update(leased_until=None, retry_at=None)
    Letter.objects.update(retry_at=timezone.now())
    read()
    send_alerts()


def test_killed_at_each_kind_of_step(mail: SmtpServer) -> None:
    tree = make_site()
    for address in READERS:
        subscribe(tree, address, text="ujesjellesi")
    came_twice = 0
    for step in range(1, 60):
        title = f"Ujësjellësi {step}"
        NewsPageFactory(parent=tree.sections["sq"], title=title, slug=f"n-{step}")
        project()
        status = stopped_at(step, tell)
        was_killed = not os.WIFEXITED(status)
        assert was_killed or os.WEXITSTATUS(status) == 0
        assert not was_killed or os.WTERMSIG(status) == signal.SIGKILL
        another_comes_later()
        came = Counter((message["To"], message["Message-ID"]) for message in mail.messages)
        assert {subject_of(message) for message in mail.messages} == {f"Komuna: {title}"}
        assert sorted(to for to, _identifier in came) == sorted(READERS)
        came_twice += sum(came.values()) - len(READERS)
        mail.messages.clear()
        if not was_killed:
            break
    assert step > 10, "it was killed as often as it has kinds of steps"
    assert came_twice == 1, "where the mail server had taken it, and nobody had written that down"
