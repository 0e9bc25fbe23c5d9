"""The letters, through a real mail server: what they look like, and what becomes of those that it does not take."""

import datetime
import logging
import re
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from alerts import digests, sending
from alerts.background import Background
from alerts.checks import check_senders
from alerts.digests import make_letters, next_due
from alerts.letters import letter_of, message_id
from alerts.models import Letter, Subscriber
from alerts.sending import MailServerAwayError, reason_of, send_alerts
from tests.alerts.factories import ADDRESS, header_of, publish, read, subject_of, subscribe, tell, text_of
from tests.factories import SiteTree
from tests.support.smtp import SmtpServer
from tools.ports import free_port

UNKNOWN = "550 5.1.1 <arta@example.org>: user unknown"


def later() -> None:
    """Let what was put off be due."""
    Letter.objects.update(retry_at=timezone.now())


def test_a_letter_is_as_mail_programs_want_it(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    page = publish(site, "Ujësjellësi i ri")
    assert tell() == 1
    (letter,) = mail.messages
    assert letter["To"] == ADDRESS
    assert letter["From"] == "Komuna <komuna@example.org>"
    assert subject_of(letter) == "Komuna: Ujësjellësi i ri"
    assert re.fullmatch(
        r"<http://localhost/sq/alerts/unsubscribe/[0-9a-f]{32}:[\w-]+/>", header_of(letter, "List-Unsubscribe")
    )
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == "<alerts.localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    row = Letter.objects.get()
    assert letter["Message-ID"] == message_id(row)
    assert letter_of(letter["Message-ID"]) == row.pk
    assert letter_of(f"<{row.pk}.{'0' * 20}@localhost>") is None
    assert page.full_url in text_of(letter)


def test_an_address_that_no_key_reads_waits_and_holds_up_no_other(site: SiteTree, mail: SmtpServer) -> None:
    subscriber = subscribe(site, "liria@example.org")
    subscribe(site)
    address = subscriber.encrypted_address
    Subscriber.objects.filter(pk=subscriber.pk).update(encrypted_address="of another key")
    publish(site, "Ujësjellësi i ri")
    assert tell() == 1
    assert [letter["To"] for letter in mail.messages] == [ADDRESS]
    Subscriber.objects.filter(pk=subscriber.pk).update(encrypted_address=address)
    later()
    assert send_alerts() == 1
    assert mail.messages[1]["To"] == "liria@example.org"


def test_an_address_that_cannot_be_written_holds_up_no_other(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, f"liria@{'ë' * 60}.org")
    subscribe(site)
    publish(site, "Ujësjellësi i ri")
    assert tell() == 1
    assert [letter["To"] for letter in mail.messages] == [ADDRESS]
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent", "refused"}


def test_a_title_of_two_lines_does_not_stop_the_letters(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    publish(site, "Ujësjellësi\ni\u2028ri")
    assert tell() == 1
    assert subject_of(mail.messages[0]) == "Komuna: Ujësjellësi i ri"


def test_a_digest_tells_all_of_a_day_and_one_mailbox_gets_one(site: SiteTree, mail: SmtpServer) -> None:
    subscriber = subscribe(site, frequency="daily")
    for title in ("E para", "E dyta"):
        publish(site, title)
    assert tell() == 0
    Subscriber.objects.update(due_at=timezone.now())
    assert tell() == 1
    (letter,) = mail.messages
    assert subject_of(letter) == "Komuna: 2 publikime të reja"
    assert text_of(letter).index("E para") < text_of(letter).index("E dyta")
    subscriber.refresh_from_db()
    assert subscriber.due_at is not None
    assert timezone.localtime(subscriber.due_at).hour == 7
    assert subscriber.due_at > timezone.now()


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        ("daily", "2026-03-02 06:59", "2026-03-02 07:00"),
        ("daily", "2026-03-02 07:00", "2026-03-03 07:00"),
        ("weekly", "2026-03-02 06:59", "2026-03-02 07:00"),
        ("weekly", "2026-03-02 07:00", "2026-03-09 07:00"),
        # The clocks go forward on the 29th.
        ("weekly", "2026-03-28 12:00", "2026-03-30 07:00"),
        ("daily", "2026-03-28 12:00", "2026-03-29 07:00"),
    ],
)
def test_digests_are_due_at_seven(frequency: str, now: str, due: str) -> None:
    moments = [timezone.make_aware(datetime.datetime.fromisoformat(moment)) for moment in (now, due)]
    assert next_due(frequency, moments[0]) == moments[1]


def test_a_mailbox_that_is_full_is_tried_again_and_holds_up_nobody(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    subscribe(site, "beni@example.org")
    publish(site, "E para")
    mail.refused = {ADDRESS: "452 4.2.2 mailbox full"}
    assert tell() == 1
    assert send_alerts() == 0
    waiting = Letter.objects.get(state="waiting")
    assert (waiting.reason, waiting.attempts) == ("452 4.2.2", 1)
    assert waiting.retry_at > timezone.now()
    mail.refused = {}
    later()
    assert send_alerts() == 1
    assert {message["To"] for message in mail.messages} == {ADDRESS, "beni@example.org"}


def test_a_mailbox_that_is_unknown_is_recorded_and_after_three_left_alone(
    site: SiteTree, mail: SmtpServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    subscriber = subscribe(site)
    mail.refused = {ADDRESS: UNKNOWN}
    for number in range(5):
        publish(site, f"Numri {number}")
        assert tell() == 0
    assert set(Letter.objects.values_list("state", "reason")) == {("undeliverable", "550 5.1.1")}
    assert Letter.objects.count() == 3
    subscriber.refresh_from_db()
    assert subscriber.suspended_at is not None
    assert "arta" not in "".join(line.getMessage() for line in caplog.records if line.name.startswith("alerts"))


def test_a_letter_that_is_taken_ends_the_count_of_refusals(site: SiteTree, mail: SmtpServer) -> None:
    subscriber = subscribe(site)
    for refused in ({ADDRESS: UNKNOWN}, {ADDRESS: UNKNOWN}, {}, {ADDRESS: UNKNOWN}, {ADDRESS: UNKNOWN}):
        mail.refused = refused
        publish(site, "Numri")
        tell()
    subscriber.refresh_from_db()
    assert subscriber.suspended_at is None


def test_a_text_that_is_refused_is_not_the_mailboxs_fault(site: SiteTree, mail: SmtpServer) -> None:
    subscriber = subscribe(site)
    mail.refused_text = "554 5.7.1 looks like spam"
    for number in range(4):
        publish(site, f"Numri {number}")
        assert tell() == 0
    assert set(Letter.objects.values_list("state", "reason")) == {("refused", "554 5.7.1")}
    subscriber.refresh_from_db()
    assert subscriber.suspended_at is None


def test_without_the_mail_server_all_wait(site: SiteTree, mail: SmtpServer, settings: Settings) -> None:
    subscribe(site)
    publish(site, "E para")
    settings.EMAIL_PORT = free_port()
    with pytest.raises(MailServerAwayError, match="ConnectionRefusedError"):
        tell()
    assert Letter.objects.get().attempts == 0
    with pytest.raises(CommandError, match="ConnectionRefusedError"):
        call_command("send_alerts")
    settings.EMAIL_PORT = mail.port
    assert send_alerts() == 1


def test_a_letter_that_was_taken_and_not_acknowledged_comes_again_as_the_same(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    publish(site, "E para")
    mail.lost = True
    with pytest.raises(MailServerAwayError):
        tell()
    mail.lost = False
    later()
    assert send_alerts() == 1
    assert len({message["Message-ID"] for message in mail.messages}) == 1
    assert len(mail.messages) == 2


def test_a_letter_is_given_up_in_the_end(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    publish(site, "E para")
    mail.refused = {ADDRESS: "451 4.7.1 later"}
    tell()
    for _ in range(sending.MOST_ATTEMPTS + 1):
        later()
        send_alerts()
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.reason) == ("refused", sending.MOST_ATTEMPTS, "451 4.7.1")


def test_without_a_mail_server_set_nothing_is_made(site: SiteTree, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    subscribe(site)
    publish(site, "E para")
    assert send_alerts() == 0
    assert not Letter.objects.exists()
    with pytest.raises(CommandError, match="EMAIL_HOST"):
        call_command("send_alerts")


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        (550, b"5.1.1 <arta@example.org> unknown", "550 5.1.1"),
        (550, "arta@example.org unknown", "550"),
        (421, b"", "421"),
    ],
)
def test_of_a_refusal_only_the_code_is_kept(code: int, text: bytes | str, reason: str) -> None:
    assert reason_of(code, text) == reason


def test_what_somebody_waits_for_goes_first(site: SiteTree, mail: SmtpServer) -> None:
    from alerts import services

    subscribe(site)
    publish(site, "E para")
    make_letters()
    services.ask(site.site, "beni@example.org", {"locale": "sq"}, "daily", "sq")
    assert send_alerts() == 2
    assert [message["To"] for message in mail.messages] == ["beni@example.org", ADDRESS]


@pytest.mark.parametrize("chunk", [1, 3, 100])
def test_digests_broken_off_go_on_where_they_were(site: SiteTree, mail: SmtpServer, chunk: int) -> None:
    for number in range(7):
        subscribe(site, f"lexuesi{number}@example.org", text="ujesjellesi" if number % 2 else "")
    publish(site, "Ujësjellësi i ri")
    publish(site, "Rruga e re")
    with patch.object(digests, "CHUNK", chunk):
        make_letters()
        tell()
    tell()
    assert sorted(message["To"] for message in mail.messages) == [f"lexuesi{number}@example.org" for number in range(7)]
    assert sum("Rruga e re" in text_of(message) for message in mail.messages) == 4


def test_as_many_queries_for_twenty_subscribers_as_for_two(site: SiteTree, mail: SmtpServer) -> None:
    counts = []
    for start, end in ((0, 2), (2, 20)):
        for number in range(start, end):
            subscribe(site, f"lexuesi{number}@example.org", text="ujesjellesi")
        publish(site, "Ujësjellësi i ri")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            make_letters()
        counts.append(len(queries))
        send_alerts()
    assert counts[0] == counts[1]


def test_a_letter_costs_two_statements_of_its_own(site: SiteTree, mail: SmtpServer) -> None:
    counts = []
    for start, end in ((0, 2), (2, 20)):
        for number in range(start, end):
            subscribe(site, f"lexuesi{number}@example.org")
        publish(site, "Ujësjellësi i ri")
        make_letters()
        with CaptureQueriesContext(connection) as queries:
            send_alerts()
        counts.append(len(queries))
    assert counts[1] - counts[0] == 18 * 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_in_the_background(site: SiteTree, mail: SmtpServer) -> None:
    background = Background("alerts", sending.is_due, send_alerts)
    assert not background.start_if_due()
    subscribe(site)
    publish(site, "E para")
    assert background.start_if_due()
    background.wait()
    assert len(mail.messages) == 1
    mail.refused_text = "421 4.3.2 closing"
    publish(site, "E dyta")
    assert background.start_if_due()
    background.wait()
    read()
    assert Letter.objects.filter(state="waiting").count() == 1


def test_a_sender_that_cannot_be_written_closes_no_letter(site: SiteTree, mail: SmtpServer, settings: Settings) -> None:
    subscribe(site)
    publish(site, "Ujësjellësi i ri")
    settings.DEFAULT_FROM_EMAIL = f"komuna@{'ë' * 60}.org"
    assert [error.id for error in check_senders()] == ["alerts.E002"] * 2
    with pytest.raises(MailServerAwayError):
        tell()
    settings.DEFAULT_FROM_EMAIL = "komuna@komuna-ë.org"
    assert check_senders() == []
    later()
    assert send_alerts() == 1
