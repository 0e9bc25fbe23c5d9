"""What a release must say so that merging takes a text out of the compiled release: null.

Source: https://standard.open-contracting.org/1.1/en/schema/merging/#discard-operation-sub-routine
"""

from __future__ import annotations

from typing import Any


def take_back(said: dict[str, Any], says: dict[str, Any]) -> None:
    """Set to null in ``says``, a release or a part of it, each text that ``said``, the one before, has and it lacks."""
    for name, before in said.items():
        if isinstance(before, str):
            says.setdefault(name, None)
        elif isinstance(before, dict):
            take_back(before, says.setdefault(name, {}))
        elif isinstance(before, list):
            now = {each["id"]: each for each in says.get(name, []) if isinstance(each, dict)}
            for each in before:
                if isinstance(each, dict) and each["id"] in now:
                    take_back(each, now[each["id"]])
