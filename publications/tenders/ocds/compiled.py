"""The compiled release: what the releases of a tender say together, by OCDS's own rules for merging.

Source: https://standard.open-contracting.org/1.1/en/schema/merging/
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from ocdsmerge import Merger

#: OCDS 1.1.5, Apache License 2.0, from https://github.com/open-contracting/standard (``LICENSE.txt`` beside it)
SCHEMA = "release-schema.json"


def compiled_release(releases: list[dict[str, Any]]) -> dict[str, Any]:
    compiled: dict[str, Any] = _merger().create_compiled_release(releases)
    return compiled


@cache
def release_schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(resources.files(__package__).joinpath(SCHEMA).read_text())
    return schema


@cache
def _merger() -> Merger:
    return Merger(release_schema())
