"""What mail servers send back later: a letter that they had taken could not be delivered (RFC 3464)."""

from __future__ import annotations

import email.policy
from email import message_from_bytes
from email.message import EmailMessage, Message

from django.utils import timezone

from alerts.letters import letter_of
from alerts.models import Letter, LetterState
from alerts.sending import suspend_if_unreachable


def record_bounce(source: bytes) -> bool:
    """Record a report of a mail server. Returns whether it was one about a letter of ours that failed for good.

    Which letter, its Message-ID says, which nobody else can make: so nobody can have others suspended.
    """
    report = message_from_bytes(source, _class=EmailMessage, policy=email.policy.default)
    status = _failed_for_good(report)
    letter = Letter.objects.filter(pk=_letter(report) or 0, state=LetterState.SENT).first()
    if not status or letter is None:
        return False
    bounced = Letter.objects.filter(pk=letter.pk, state=LetterState.SENT)
    bounced.update(state=LetterState.UNDELIVERABLE, reason=f"bounced {status}", closed_at=timezone.now())
    suspend_if_unreachable(letter.subscriber_id)
    return True


def _failed_for_good(report: Message) -> str:
    """The status, such as ``5.1.1``, of the first recipient that a report says has failed; else empty."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in part.walk():
                status = str(fields.get("Status", "")).strip()[:16]
                if str(fields.get("Action", "")).strip().lower() == "failed" and status.startswith("5."):
                    return status
    return ""


def _letter(report: Message) -> int | None:
    """The id of the letter that is sent back, whole or only its headers."""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            headers = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type] # never a part
            found = letter_of(str(headers.get("Message-ID", "")))
        elif kind == "message/rfc822":
            inner = part.get_payload(0)
            found = letter_of(str(inner.get("Message-ID", ""))) if isinstance(inner, Message) else None
        else:
            continue
        if found is not None:
            return found
    return None
