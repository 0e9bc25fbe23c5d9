"""Sends what is in the outbox. At least once: see ``docs/decisions/0057-letters-go-through-an-outbox.md``."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, QuerySet
from django.utils import timezone

from alerts.addresses import is_writable
from alerts.background import ServerAwayError
from alerts.digests import letters_are_due, make_letters
from alerts.letters import Writer
from alerts.models import Letter, LetterState, Subscriber
from cms_pages.clock import is_past

logger = logging.getLogger(__name__)

#: letters that are read, and worded, together
BATCH = 100
#: who is sending a letter has it for so long, at the least; then it is taken for dead, and the letter sent anew
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=6)
#: about two days
MOST_ATTEMPTS = 14
#: letters in a row that a mailbox may refuse for good
MOST_REFUSALS = 3


class MailServerAwayError(ServerAwayError):
    """The mail server does not answer, or does not take letters from us. All of them wait."""


def can_send() -> bool:
    return bool(settings.EMAIL_HOST)


def is_due() -> bool:
    return can_send() and (letters_are_due() or _waiting().exists())


def send_alerts(is_over: Callable[[], bool] = lambda: False) -> int:
    """Make and send the letters that are due, until ``is_over``. Returns how many went out.

    What one mailbox refuses, for now or for good, does not hold up the others. Raises MailServerAwayError. Without a
    mail server nothing is made, and nothing lost.
    """
    sent, made = 0, 1
    while can_send() and made and not is_over():
        # Before the next are made: what somebody waits for is not behind thousands of digests.
        sent += _send_waiting(is_over)
        made = make_letters()
    return sent


def _send_waiting(is_over: Callable[[], bool]) -> int:
    sent = 0
    while not is_over() and (letters := list(_waiting()[:BATCH])):
        writer = Writer(letters)
        with _Connection() as connection:
            for letter in letters:
                if is_over():
                    break
                sent += _send(letter, writer, connection)
    return sent


def _waiting() -> QuerySet[Letter]:
    due = Letter.objects.filter(is_past("retry_at", LONGEST_PAUSE), state=LetterState.WAITING)
    return due.select_related("subscriber__site", "subscription").order_by("-is_urgent", "pk")


class _Connection:
    """One connection for a batch, opened when the first letter of it is sent."""

    def __init__(self) -> None:
        self._backend: Any = get_connection()

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *_error: object) -> None:
        self._backend.close()

    def open(self) -> None:
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            raise MailServerAwayError(_code(error)) from None

    def send(self, message: Any) -> None:
        self._backend.send_messages([message])


def _send(letter: Letter, writer: Writer, connection: _Connection) -> bool:
    """Send one letter. Returns whether it went out."""
    message = _written(letter, writer)
    if message is None:
        return False
    connection.open()
    if not _claim(letter):
        return False
    try:
        connection.send(message)
    except smtplib.SMTPRecipientsRefused as error:
        _refused(letter, next(iter(error.recipients.values())), is_mailbox=True)
    except smtplib.SMTPDataError as error:
        _refused(letter, (error.smtp_code, error.smtp_error), is_mailbox=False)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        # The sender's address is refused or cannot be written, or the server went away, perhaps with the letter.
        _put_off(letter, _code(error))
        raise MailServerAwayError(_code(error)) from None
    else:
        _close(letter, LetterState.SENT)
        return True
    return False


def _written(letter: Letter, writer: Writer) -> EmailMessage | None:
    """The letter; None where it is not sent now."""
    try:
        message = writer.message(letter)
    except InvalidToken:
        # The key is another one, perhaps by mistake: the others do not wait for it, and it does for a while.
        if _claim(letter):
            logger.error("Letter %s waits: none of the keys (ALERTS_KEYS) can read its address.", letter.pk)
            _put_off(letter, "unreadable address")
        return None
    except UnicodeError as error:
        # The sender's address, which is that of all letters.
        raise MailServerAwayError(_code(error)) from None
    if message is None:
        _close(letter, LetterState.DROPPED)
        return None
    if not is_writable(message.to[0]):
        _close(letter, LetterState.REFUSED, "address cannot be written")
        return None
    return message


def _claim(letter: Letter) -> bool:
    """Whether this process is the one that sends the letter now."""
    mine = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, attempts=letter.attempts)
    pause = min(SHORTEST_PAUSE * 2 ** min(letter.attempts, 10), LONGEST_PAUSE)
    return bool(mine.update(attempts=F("attempts") + 1, retry_at=timezone.now() + pause))


def _refused(letter: Letter, answer: tuple[int, bytes | str], *, is_mailbox: bool) -> None:
    """Record what the mail server says of a letter: 4xx is for now, 5xx for good (RFC 5321, 4.2.1)."""
    code = answer[0]
    if code < 500:
        _put_off(letter, reason_of(*answer))
        return
    _close(letter, LetterState.UNDELIVERABLE if is_mailbox else LetterState.REFUSED, reason_of(*answer))
    if is_mailbox:
        suspend_if_unreachable(letter.subscriber_id)


def suspend_if_unreachable(subscriber_id: int) -> None:
    """Send no more to a mailbox that did not take the last letters. Bounces come after a letter was taken for sent."""
    gone = Letter.objects.filter(
        subscriber=subscriber_id, state__in=[LetterState.SENT, LetterState.UNDELIVERABLE], closed_at__isnull=False
    )
    last = list(gone.order_by("-closed_at", "-pk").values_list("state", flat=True)[:MOST_REFUSALS])
    if last != [LetterState.UNDELIVERABLE] * MOST_REFUSALS:
        return
    if Subscriber.objects.filter(pk=subscriber_id, suspended_at=None).update(suspended_at=timezone.now()):
        logger.info("Subscriber %s gets no more letters: the mailbox refuses them.", subscriber_id)


def _put_off(letter: Letter, reason: str) -> None:
    """The claim has put it off already."""
    if letter.attempts + 1 >= MOST_ATTEMPTS:
        _close(letter, LetterState.REFUSED, reason)
    else:
        Letter.objects.filter(pk=letter.pk).update(reason=reason)


def _close(letter: Letter, state: LetterState, reason: str = "") -> None:
    open_one = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING)
    open_one.update(state=state, reason=reason, closed_at=timezone.now())


def reason_of(code: int, text: bytes | str) -> str:
    """``550 5.1.1``: the code, and the enhanced one (RFC 3463). Not the words, in which the address may stand."""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    first = words.split(maxsplit=1)[0] if words.split() else ""
    parts = first.split(".")
    enhanced = first if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts) else ""
    return f"{code} {enhanced}".strip()[:64]


def _code(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return reason_of(error.smtp_code, error.smtp_error)
    return type(error).__name__
