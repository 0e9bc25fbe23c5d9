"""Letters that come back later."""

import io
import sys
from email.message import Message

import pytest
from django.core.management import call_command

from alerts.models import Letter
from tests.alerts.factories import ADDRESS, publish, subscribe, tell
from tests.factories import SiteTree
from tests.support.smtp import SmtpServer

# As Postfix sends it: RFC 3464's fields, and the letter's headers.
REPORT = """From: MAILER-DAEMON@mx.example.org
To: komuna@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

<arta@example.org>: user unknown
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; arta@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <arta@example.org>: user unknown

--B
Content-Type: {kind}

Message-ID: {identifier}
To: arta@example.org
Subject: Komuna

--B--
"""


def comes_back(
    letter: Message,
    monkeypatch: pytest.MonkeyPatch,
    action: str = "failed",
    status: str = "5.1.1",
    kind: str = "text/rfc822-headers",
    identifier: str = "",
) -> None:
    report = REPORT.format(action=action, status=status, kind=kind, identifier=identifier or letter["Message-ID"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(report.encode())))
    call_command("record_bounce", stdout=io.StringIO())


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_what_comes_back_is_recorded_and_after_three_nothing_more_is_sent(
    site: SiteTree, mail: SmtpServer, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    subscriber = subscribe(site)
    for number in range(5):
        publish(site, f"Numri {number}")
        tell()
        comes_back(mail.messages[-1], monkeypatch, kind=kind)
    assert len(mail.messages) == 3
    assert set(Letter.objects.values_list("state", "reason")) == {("undeliverable", "bounced 5.1.1")}
    subscriber.refresh_from_db()
    assert subscriber.suspended_at is not None
    subscribe(site, ADDRESS, type="news")
    subscriber.refresh_from_db()
    assert subscriber.suspended_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "delayed", "status": "4.4.1"},
        {"status": "4.2.2"},
        {"identifier": "<1.00000000000000000000@localhost>"},
        {"identifier": "<x@localhost>"},
        {"kind": "text/plain"},
    ],
)
def test_what_is_no_bounce_of_ours_changes_nothing(
    site: SiteTree, mail: SmtpServer, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str]
) -> None:
    subscribe(site)
    publish(site, "E para")
    tell()
    comes_back(mail.messages[0], monkeypatch, **changes)
    assert Letter.objects.get().state == "sent"
