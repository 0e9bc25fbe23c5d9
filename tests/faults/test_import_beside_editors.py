"""An import takes over acts of two bodies while an editor's transaction has the second and waits for the first."""

from __future__ import annotations

import csv
import io
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import Settings

from publications.imports import acts, writing
from publications.models import ActPage
from publications.validation import wait_for_others
from tests.factories import BodyFactory, make_site, pdf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    path = tmp_path / "table.csv"
    (tmp_path / "akti.pdf").write_bytes(pdf("Akti"))
    with path.open("w", newline="") as file:
        write = csv.writer(file)
        write.writerow(["number", "date", "body", "title", "file"])
        for body in ("assembly", "mayor"):
            write.writerow(["01-1", "2024-03-14", body, f"Vendimi {body}", "akti.pdf"])
    return path


def test_all_acts_are_taken_over(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_site()
    assembly, mayor = BodyFactory(key="assembly"), BodyFactory(key="mayor", name="Kryetari")
    # On SQLite a transaction that writes waits for the others from its beginning.
    waits = connection.vendor == "postgresql"
    has_one, has_the_other, write_act = threading.Event(), threading.Event(), writing.write_act

    def written(*args: Any) -> Any:
        page = write_act(*args)
        if waits:
            has_one.set()
            assert has_the_other.wait(60)
        return page

    def edit() -> None:
        try:
            with transaction.atomic():
                if waits:
                    with connection.cursor() as cursor:
                        # The import is to notice first that neither can go on.
                        cursor.execute("SET LOCAL deadlock_timeout = '60s'")
                wait_for_others(mayor)
                has_the_other.set()
                assert not waits or has_one.wait(60)
                wait_for_others(assembly)
        finally:
            connection.close()

    monkeypatch.setattr(acts, "write_act", written)
    editor = threading.Thread(target=edit)
    editor.start()
    command = [str(table), "--files", str(table.parent), "--section", "/sq/vendimet/", "--publish"]
    call_command("import_acts", *command, stdout=io.StringIO())
    editor.join()
    assert set(ActPage.objects.live().values_list("title", flat=True)) == {"Vendimi assembly", "Vendimi mayor"}
