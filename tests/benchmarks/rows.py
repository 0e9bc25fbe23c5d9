"""An act with many relations and attachments in the admin: ``python -m pytest -n 0 -s tests/benchmarks/rows.py``.

Prints the queries and the seconds of each step, for 2, for 20, and for 200 relations and 50 attachments.
"""

from __future__ import annotations

import sys
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import SiteTree
from tests.unit.publications.test_many_rows import act_with, admin, steps_of

__all__ = ["admin"]

pytestmark = pytest.mark.django_db

#: relations and attachments; the first fills what is kept between requests
SIZES = ((2, 2), (2, 2), (20, 20), (200, 50))


def test_steps(admin: Client, site: SiteTree) -> None:
    for relations, attachments in SIZES:
        page = act_with(site, relations, attachments)
        for name, step in steps_of(page, admin, relations).items():
            started = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                answer = step()
            took = time.perf_counter() - started
            assert name == "project" or answer.status_code in (200, 302)
            sys.stdout.write(f"{relations}/{attachments} {name}: {len(queries)} queries, {took:.2f} s\n")
