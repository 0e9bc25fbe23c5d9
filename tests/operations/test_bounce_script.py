"""What a mail server runs for a letter that came back; it gives a command none of the site's settings."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.processes import ROOT


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The script where the handbook puts it, with a Python that says what it was given."""
    (tmp_path / "deploy").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "deploy" / "record-bounce.sh", tmp_path / "deploy")
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text('#!/bin/sh\necho "$DJANGO_SETTINGS_MODULE|$SECRET_KEY|$*|$(cat)"\n')
    python.chmod(0o700)
    return tmp_path


def comes_back(installed: Path, settings: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": "/usr/bin:/bin", "KUVENDI_ENV": str(settings)}
    return subprocess.run(
        [installed / "deploy" / "record-bounce.sh"], env=env, cwd="/", input="letter", capture_output=True, text=True
    )


def test_command_gets_the_settings_as_they_are_written(installed: Path, tmp_path: Path) -> None:
    settings = tmp_path / "kuvendi.env"
    settings.write_text("# a comment\n\nSECRET_KEY=a & $b; `c` = d\nBASE_URL=https://example.org\n")
    done = comes_back(installed, settings)
    assert done.stdout == "config.settings.production|a & $b; `c` = d|site/manage.py record_bounce|letter\n"


def test_letter_is_kept_where_the_settings_cannot_be_read(installed: Path, tmp_path: Path) -> None:
    done = comes_back(installed, tmp_path / "gone.env")
    assert done.returncode == os.EX_TEMPFAIL
    assert "gone.env cannot be read" in done.stderr
