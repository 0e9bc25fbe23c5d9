from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.alerts.receiver import Receiver, receiving
from tests.support.smtp import SmtpServer


@pytest.fixture
def mail(smtp_server: SmtpServer, settings: Settings) -> SmtpServer:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = smtp_server.host, smtp_server.port
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "komuna@example.org"
    return smtp_server


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.ALERTS_WEBHOOKS_ANYWHERE = True
    with receiving() as one:
        yield one
