"""The wheel holds the packages as they are here, with compiled translations, and nothing else."""

from __future__ import annotations

import tomllib
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.packaging.project import ROOT

PACKAGES: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]


@pytest.fixture
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_wheel_holds_all_of_the_packages_and_nothing_else(names: set[str]) -> None:
    here = {file.relative_to(ROOT) for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file()}
    expected = {str(file) for file in here if file.suffix != ".mo" and "__pycache__" not in file.parts}
    compiled = {name.removesuffix(".po") + ".mo" for name in expected if name.endswith(".po")}
    assert compiled
    assert names == expected | compiled


def test_every_package_of_the_wheel_is_typed(names: set[str]) -> None:
    assert {f"{package}/py.typed" for package in PACKAGES} <= names


def test_nobody_is_asked_to_install_what_he_does_not_use(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = message_from_bytes(archive.read(name))
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    optional = (
        "boto3",
        "cryptography",
        "django-cors-headers",
        "django-storages",
        "elasticsearch",
        "gunicorn",
        "snowballstemmer",
    )
    assert [line for line in needed if line.startswith(optional)] == []
    assert set(metadata.get_all("Provides-Extra", [])) == {"alerts", "s3", "search", "site"}
