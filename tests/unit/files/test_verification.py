"""Published files are compared with what was recorded of them, in a local folder and on a real S3 server."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from cms_pages.admin.dashboard import troubles
from cms_pages.files.verification import ABANDONED_AFTER, DUE_AFTER, FileVerification, Nightly, verify_files
from tests.factories import DecisionPageFactory, DocumentFactory, ImageFactory, NewsPageFactory, SiteTree
from tests.support.fixtures import project
from tests.support.s3 import s3_storage


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = str(tmp_path)
    if request.param == "s3":
        storage = s3_storage(request.getfixturevalue("s3_server"), request.getfixturevalue("s3_bucket"))
        settings.STORAGES = {**settings.STORAGES, "default": storage}
    return str(request.param)


def overwrite(file: Any, content: bytes) -> None:
    """Put something else in its place, as somebody with access to the disk can."""
    file.storage.delete(file.name)
    assert file.storage.save(file.name, ContentFile(content)) == file.name


def found() -> list[tuple[str, str]]:
    problems = [problem for problem in verify_files() if problem is not None]
    return [(problem.kind, problem.problem) for problem in problems]


def test_a_changed_and_a_missing_file_are_reported_with_their_pages(
    store: str, site: SiteTree, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, missing, image = DocumentFactory(), DocumentFactory(), ImageFactory()
    one = DecisionPageFactory(parent=site.sections["sq"], signed_pdf=changed)
    other = DecisionPageFactory(parent=site.sections["sq"], signed_pdf=missing)
    NewsPageFactory(parent=site.sections["sq"], image=image, image_alt="Ura")
    project()
    assert found() == []
    overwrite(changed.file, b"%PDF-1.7 something else")
    missing.file.storage.delete(missing.file.name)
    overwrite(image.file, b"not the picture")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_files")
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert f"changed: {changed.file.name} {one.full_url}" in lines
    assert f"missing: {missing.file.name} {other.full_url}" in lines
    assert [line.split(":")[0] for line in lines[:3]] == ["changed", "missing", "changed"]


def test_a_file_replaced_together_with_wagtails_checksum_is_found_by_ours(site: SiteTree) -> None:
    document = DocumentFactory()
    DecisionPageFactory(parent=site.sections["sq"], signed_pdf=document)
    project()
    overwrite(document.file, b"%PDF-1.7 something else")
    document._set_file_hash()
    document.save()
    assert found() == [("document", "changed")]


def test_nothing_wrong_is_exit_status_zero_and_json(site: SiteTree, capsys: pytest.CaptureFixture[str]) -> None:
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    call_command("verify_files", "--json")
    assert json.loads(capsys.readouterr().out) == {"checked": 1, "problems": []}


def test_files_of_drafts_are_not_read(site: SiteTree) -> None:
    document = DocumentFactory()
    DecisionPageFactory(parent=site.sections["sq"], signed_pdf=document, live=False)
    project()
    document.file.storage.delete(document.file.name)
    assert list(verify_files()) == []


def test_dashboard_report_and_metrics_show_the_last_run(
    site: SiteTree, admin_client: Client, settings: Settings
) -> None:
    settings.MONITORING_TOKEN = "for-the-monitoring-of-tests"
    document = DocumentFactory()
    DecisionPageFactory(parent=site.sections["sq"], signed_pdf=document)
    project()
    document.file.storage.delete(document.file.name)
    list(verify_files())
    with translation.override("en"):
        told = troubles()
    assert told == ["1 published file is missing or was changed outside the admin."]
    assert document.file.name in admin_client.get("/admin/reports/publication-log/").content.decode()
    metrics = admin_client.get("/metrics", headers={"Authorization": f"Bearer {settings.MONITORING_TOKEN}"})
    assert 'kuvendi_file_problems{what="missing"} 1.0' in metrics.content.decode()
    assert "kuvendi_files_verified 1.0" in metrics.content.decode()


def test_the_worker_verifies_a_file_at_a_time_where_nobody_has_for_a_day(site: SiteTree) -> None:
    for _ in range(2):
        DecisionPageFactory(parent=site.sections["sq"])
    project()
    nightly, other = Nightly(), Nightly()
    nightly.step()
    other.step()
    assert FileVerification.last().finished_at is None
    nightly.step()
    nightly.step()
    last = FileVerification.last()
    assert (last.checked, last.finished_at is not None) == (2, True)
    other.step()
    assert FileVerification.last().begun_at == last.begun_at
    FileVerification.objects.update(begun_at=timezone.now() - DUE_AFTER)
    other.step()
    begun_at = FileVerification.last().begun_at
    assert begun_at is not None
    assert begun_at > timezone.now() - timedelta(minutes=1)


def test_what_another_worker_gave_up_is_begun_anew(site: SiteTree) -> None:
    DecisionPageFactory(parent=site.sections["sq"])
    project()
    Nightly().step()
    FileVerification.objects.update(begun_at=timezone.now() - ABANDONED_AFTER)
    nightly = Nightly()
    for _ in range(2):
        nightly.step()
    assert FileVerification.last().checked == 1
