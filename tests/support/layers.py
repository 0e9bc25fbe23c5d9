"""The layers of the project's packages, as pyproject.toml's import contract has them."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[2]


def _levels() -> dict[str, int]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {name.strip(): level for level, layer in enumerate(reversed(layers)) for name in layer.split("|")}


# Package -> level; a package may know those of lower levels.
LEVELS = _levels()


def package_of(app_label: str) -> str:
    """The top-level package of an installed app."""
    return apps.get_app_config(app_label).name.partition(".")[0]


def may_know(package: str, other: str) -> bool:
    """Whether ``package`` may refer to ``other``: itself, one of a lower layer, or one that is not of this project."""
    return package == other or LEVELS.get(other, -1) < LEVELS[package]
