"""The command of docs/operators.md that copies a folder of files, with a full disk and with files that are changed."""

import resource
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.support.processes import ROOT


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The site's files, and an empty backup."""
    files, backup = tmp_path / "media", tmp_path / "backup"
    (files / "documents").mkdir(parents=True)
    (files / "documents" / "akti.pdf").write_bytes(b"akti" * 500_000)
    backup.mkdir()
    return files, backup


def back_up(files: Path, backup: Path, most_bytes: int = -1) -> int:
    """What the documentation says, in these folders, with files of so many bytes at most. Returns the exit status."""
    lines = (ROOT / "docs" / "operators.md").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("    ") and line.endswith("# a folder"))
    places = {"/srv/kuvendi/var/media": str(files), "/backup/files": str(backup)}
    command = shlex.split(line, comments=True)
    limit = (resource.RLIM_INFINITY if most_bytes < 0 else most_bytes,) * 2
    return subprocess.run(
        [places.get(word, word) for word in command],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit),
        stderr=subprocess.DEVNULL,
    ).returncode


def test_what_a_full_disk_broke_off_is_whole_the_next_time(folders: tuple[Path, Path]) -> None:
    files, backup = folders
    assert back_up(files, backup, most_bytes=1_000_000) != 0
    assert back_up(files, backup) == 0
    assert (backup / "documents" / "akti.pdf").read_bytes() == (files / "documents" / "akti.pdf").read_bytes()


def test_what_was_changed_on_the_site_stays_in_the_backup_and_is_told(folders: tuple[Path, Path]) -> None:
    files, backup = folders
    assert back_up(files, backup) == 0
    (files / "documents" / "akti.pdf").write_bytes(b"another")
    assert back_up(files, backup) != 0
    assert (backup / "documents" / "akti.pdf").read_bytes().startswith(b"akti")


def test_what_was_deleted_on_the_site_stays_in_the_backup(folders: tuple[Path, Path]) -> None:
    files, backup = folders
    assert back_up(files, backup) == 0
    (files / "documents" / "akti.pdf").unlink()
    assert back_up(files, backup) == 0
    assert (backup / "documents" / "akti.pdf").exists()
