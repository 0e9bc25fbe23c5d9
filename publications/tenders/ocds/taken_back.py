"""What a release must say of what the one before said and it does not, since merging keeps what is left out.

Sources: https://standard.open-contracting.org/1.1/en/schema/merging/#discard-operation-sub-routine and
https://standard.open-contracting.org/1.1/en/guidance/build/merging/
"""

from __future__ import annotations

from typing import Any


def keep_what_ended(said: dict[str, Any], says: dict[str, Any]) -> None:
    """Add to ``says``, a release, each lot and party that only ``said``, the one before, has, as one that is no more.

    Merging has no way to take an object out of a list. A lot that is no part of a tender any more is cancelled (the
    ``status`` of the lots extension), and who has no part in it has no roles.
    """
    for lot in _only(said.get("tender", {}), says["tender"], "lots"):
        says["tender"].setdefault("lots", []).append({**lot, "status": "cancelled"})
    for party in _only(said, says, "parties"):
        says["parties"].append({**party, "roles": None})


def _only(said: dict[str, Any], says: dict[str, Any], name: str) -> list[dict[str, Any]]:
    now = {each["id"] for each in says.get(name, [])}
    return [each for each in said.get(name, []) if each["id"] not in now]


def take_back(said: dict[str, Any], says: dict[str, Any]) -> None:
    """Set to null in ``says``, a release or a part of it, each text that ``said``, the one before, has and it lacks."""
    for name, before in said.items():
        if isinstance(before, str):
            says.setdefault(name, None)
        elif isinstance(before, dict):
            take_back(before, says.setdefault(name, {}))
        elif isinstance(before, list):
            now = {each["id"]: each for each in says.get(name) or [] if isinstance(each, dict)}
            for each in before:
                if isinstance(each, dict) and each["id"] in now:
                    take_back(each, now[each["id"]])
