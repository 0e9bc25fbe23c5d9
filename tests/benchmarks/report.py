"""What a benchmark says of what it measured."""

from __future__ import annotations

import sys


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_ratio(name: str, ratio: float, goal: float) -> None:
    """A ratio, and whether it reaches what it should at least be."""
    say(f"{name:36} {ratio:6.2f}   goal {goal}: {'met' if ratio >= goal else 'MISSED'}")
