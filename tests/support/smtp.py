"""A real SMTP server on this machine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message as EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from tools.ports import LOOPBACK, free_port


@dataclass
class SmtpServer:
    """Where it listens, and what it took, oldest first."""

    host: str
    port: int
    messages: list[EmailMessage] = field(default_factory=list)


class Mailbox(Message):
    """Puts each received message into a server's list."""

    def __init__(self, server: SmtpServer) -> None:
        super().__init__()
        self.server = server

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
