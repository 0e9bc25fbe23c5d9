"""The set-up of a bare machine."""

import importlib.util
from pathlib import Path

import django
import pytest

from tools.bootstrap import LOCK, locked


def test_a_package_is_cut_out_of_the_lock_with_its_hashes() -> None:
    wanted = "uv==2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n"
    lock = f"uuid==1 \\\n    --hash=sha256:00\n{wanted}wcwidth==3\n"
    assert locked("uv", lock) == wanted


def test_uv_is_in_the_lock_itself() -> None:
    assert "--hash=sha256:" in locked("uv", LOCK.read_text())


def test_package_that_is_not_locked_is_named() -> None:
    with pytest.raises(LookupError, match="left-pad"):
        locked("left-pad", "uv==2\n")


def test_lock_names_no_host() -> None:
    assert "://" not in Path(LOCK).read_text()


def test_packages_are_compiled_where_processes_do_not_keep_what_they_compile() -> None:
    assert Path(importlib.util.cache_from_source(django.__file__)).exists()
