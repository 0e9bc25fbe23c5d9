"""A real SMTP server on this machine."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.ports import LOOPBACK, free_port


@dataclass
class SmtpServer:
    """Where it listens, and what it took, oldest first; what it answers instead of taking a letter.

    ``refused``: by the mailbox. ``refused_text``: to each letter's text. ``lost``: the letter is taken, but the
    connection ends before it says so.
    """

    host: str
    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    refused_text: str = ""
    lost: bool = False


class Mailbox(Message):
    """Puts each received message into a server's list."""

    def __init__(self, server: SmtpServer) -> None:
        super().__init__()
        self.server = server

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.server.refused:
            return self.server.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.server.refused_text:
            return self.server.refused_text
        answer = await super().handle_DATA(smtp, session, envelope)
        if self.server.lost:
            assert isinstance(smtp.transport, asyncio.Transport)
            smtp.transport.abort()
        return answer

    def handle_message(self, message: EmailMessage) -> None:
        self.server.messages.append(message)


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """An SMTP server of the test's own, without TLS or login. Set EMAIL_BACKEND to Django's SMTP one to reach it."""
    server = SmtpServer(LOOPBACK, free_port())
    controller = Controller(Mailbox(server), hostname=server.host, port=server.port)
    controller.start()
    yield server
    controller.stop()
