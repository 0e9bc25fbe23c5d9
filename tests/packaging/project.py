"""A Wagtail project somewhere else that uses the packages as docs/integrators.md says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "integrators.md"
INSIDE = Path(__file__).with_name("inside.py")
#: runs a script when Django is set up, so that it can import models
SCRIPT = "import django, runpy, sys; django.setup(); del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"
UV = ROOT / ".venv" / "bin" / "uv"


@dataclass(frozen=True)
class Block:
    """An example of the page that belongs into a file of the project: at its end, as a change of it, or all of it."""

    language: str
    path: str
    at_end: bool
    code: str


def blocks(heading: str) -> list[Block]:
    """The examples below a heading of the page, up to the next, in their order."""
    section = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    assert section, f"docs/integrators.md has no heading {heading!r}"
    found = re.findall(r"^```(\w+) ([\w./]+)(, at the end)?\n(.*?)^```$", section[1], re.DOTALL | re.MULTILINE)
    return [Block(language, path, bool(at_end), code) for language, path, at_end, code in found]


def build_wheel(folder: Path) -> Path:
    command: list[str | Path] = [
        ROOT / ".venv" / "bin" / "python",
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        folder,
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def make_venv(folder: Path, *requirements: str) -> Path:
    """A virtual environment with the locked versions of what is asked for, and nothing else. Returns its Python."""
    python = folder / "bin" / "python"
    lock = ROOT / "requirements.lock"
    commands: list[list[str | Path]] = [
        ["venv", "--quiet", folder],
        ["pip", "install", "--quiet", "--python", python, "--constraint", lock, *requirements],
    ]
    for command in commands:
        done = subprocess.run([UV, *command], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    return python


@dataclass(frozen=True)
class Project:
    """A project in a folder, and the Python that runs it."""

    folder: Path
    python: Path

    @classmethod
    def start(cls, folder: Path, python: Path) -> Project:
        """As ``wagtail start town`` makes it."""
        folder.mkdir()
        subprocess.run([python.parent / "wagtail", "start", "town", folder], check=True, capture_output=True)
        return cls(folder, python)

    def copy(self, folder: Path) -> Project:
        shutil.copytree(self.folder, folder)
        return Project(folder, self.python)

    def follow(self, heading: str, besides: tuple[str, ...] = ()) -> None:
        """Do what the page says below a heading, but for the lines that begin so."""
        for block in blocks(heading):
            file = self.folder / block.path
            code = "".join(line for line in block.code.splitlines(keepends=True) if not line.startswith(besides))
            if block.at_end:
                self.append(block.path, code)
            elif block.language == "diff":
                file.write_text(_changed(file.read_text(), code))
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(code)

    def append(self, path: str, code: str) -> None:
        with (self.folder / path).open("a") as file:
            file.write(f"\n{code}")

    def remove(self, folder: str) -> None:
        shutil.rmtree(self.folder / folder)

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run its Python in its folder. Nothing of this repository can be imported there."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "PYTHONPATH", "VIRTUAL_ENV"}
        } | {"DJANGO_SETTINGS_MODULE": "town.settings.dev", "PYTHONPATH": str(self.folder)}
        return subprocess.run(
            [self.python, *command], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=400
        )

    def answers(self, what: str) -> dict[str, Any]:
        """What a function of ``inside`` returns."""
        done = self.run("-c", SCRIPT, INSIDE, what)
        assert done.returncode == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result


def _changed(text: str, diff: str) -> str:
    """Apply a diff whose parts begin with ``@@``. What a part takes away or keeps must be there once."""
    for part in re.split(r"^@@.*\n", diff, flags=re.MULTILINE)[1:]:
        before, after = (
            "".join(f"{line[1:]}\n" for line in part.splitlines() if line[:1] != left_out) for left_out in "+-"
        )
        assert text.count(f"\n{before}") == 1, f"this is not in the file, or more than once:\n{before}"
        text = text.replace(f"\n{before}", f"\n{after}")
    return text
