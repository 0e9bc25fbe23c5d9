"""``python -m tools.production_lock``: the part of requirements.lock that the site needs on a server, with its hashes.

It uses the standard library only, so that an image can be built with it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements.lock"
#: the project and its extras, but not the group ``dev``, as uv writes who needs a package
PROJECT = "kuvendi (pyproject.toml)"
_PACKAGE = re.compile(r"^(?P<name>[\w.-]+)==.*\n(?P<rest>(?:[ ]+.*\n)*)", re.MULTILINE)


def production(lock: str) -> str:
    """The packages that the project needs, and those that they need, as they stand in the lock."""
    # A list: a package stands there twice where two Pythons need two versions of it.
    packages = [(found["name"], found) for found in _PACKAGE.finditer(lock)]
    needed = {PROJECT}
    while more := {name for name, found in packages if name not in needed and _needed_by(found) & needed}:
        needed |= more
    return "".join(found[0] for name, found in packages if name in needed)


def _needed_by(package: re.Match[str]) -> set[str]:
    """The names that stand behind ``# via``."""
    comments = [line.strip().removeprefix("#").strip() for line in package["rest"].splitlines() if "#" in line]
    return {comment.removeprefix("via").strip() for comment in comments}


if __name__ == "__main__":
    sys.stdout.write(production(LOCK.read_text()))
