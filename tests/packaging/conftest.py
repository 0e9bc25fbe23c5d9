from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.project import Project, build_wheel, make_venv


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def plain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A new project, and a Python with the wheel without its extras. To be copied."""
    folder = tmp_path_factory.mktemp("plain")
    return Project.start(folder / "town", make_venv(folder / "venv", str(wheel)))


@pytest.fixture(scope="session")
def complete(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A new project, and a Python with the wheel, what alerts and search need and PostgreSQL's driver. To be copied."""
    folder = tmp_path_factory.mktemp("complete")
    return Project.start(folder / "town", make_venv(folder / "venv", f"{wheel}[alerts,search]", "psycopg[binary]"))
