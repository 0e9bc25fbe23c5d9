"""What docker/Dockerfile says. No Docker runs here: what the image does is done in a folder instead."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "docker" / "Dockerfile"
IGNORE = ROOT / "docker" / "Dockerfile.dockerignore"


@dataclass(frozen=True)
class Instruction:
    name: str
    arguments: str


def instructions() -> list[Instruction]:
    """The instructions of all stages, with continued lines joined."""
    text = DOCKERFILE.read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [Instruction(*line.split(maxsplit=1)) for line in lines]


def copies() -> list[tuple[list[str], str]]:
    """What is copied from the source into the image: (files and folders, where to)."""
    words = [shlex.split(one.arguments) for one in instructions() if one.name == "COPY"]
    return [(given[:-1], given[-1]) for given in words if not given[0].startswith("--from=")]


def is_sent(path: str) -> bool:
    """Whether a path of the source may be copied at all, by the .dockerignore of the Dockerfile."""
    lines = [line for line in IGNORE.read_text().splitlines() if line and not line.startswith("#")]
    sent = True
    for line in lines:
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = path.split("/")
        matches = any(fnmatch("/".join(parts[: end + 1]), pattern) for end in range(len(parts)))
        if line.startswith("**/"):
            matches = any(fnmatch(part, pattern) for part in parts)
        if matches:
            sent = line.startswith("!")
    return sent


def copy_sources(folder: Path) -> None:
    """Put into a folder what the image gets, where the image has it."""
    for sources, target in copies():
        for source in sources:
            to = folder / target / (Path(source).name if target.endswith("/") else "")
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, to, ignore=_not_sent, dirs_exist_ok=True)
            else:
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, to)


def _not_sent(folder: str, names: list[str]) -> list[str]:
    inside = Path(folder).relative_to(ROOT)
    return [name for name in names if not is_sent(str(inside / name))]
