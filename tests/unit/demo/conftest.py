"""The demo, loaded once for a module, as it takes long. Each test of the module undoes its changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.support.demo import load_few, run_command


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """All of the demo. Is what the command printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield run_command()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def few_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo with few items."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_few()
        yield
        transaction.set_rollback(True)
