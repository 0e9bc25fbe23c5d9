"""The official schemas and code lists of OCDS 1.1.5, and what of them a document breaks."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from publications.tenders.ocds.compiled import release_schema

DATA = Path(__file__).parents[2] / "data" / "ocds"
_RELEASE = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"


@cache
def validator(name: str) -> Any:
    """Of ``release``, ``record-package`` or ``release-package``."""
    schema = release_schema() if name == "release" else json.loads((DATA / f"{name}-schema.json").read_text())
    registry: Any = Registry().with_resource(_RELEASE, Resource.from_contents(release_schema(), DRAFT4))
    return Draft4Validator(schema, registry=registry, format_checker=FormatChecker())


def problems(name: str, document: Any) -> list[str]:
    return [
        f"{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in validator(name).iter_errors(document)
    ]


@cache
def codes(name: str) -> frozenset[str]:
    """The codes of a list of the standard."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["Code"] for row in csv.DictReader(file))
