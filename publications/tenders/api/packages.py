"""Release and record packages: what OCDS sends releases and records in. Put together from JSON that is stored.

Source: https://standard.open-contracting.org/1.1/en/schema/release_package/
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from typing import Any

from wagtail.models import Site

from cms_pages.registry import data_terms_of
from publications.tenders.ocds.release import moment

#: parts of a tender that are awarded for themselves: ``tender.lots``, ``awards.relatedLots``
LOTS = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json"


def release_package(uri: str, site: Site, published: datetime.datetime, releases: Iterable[str]) -> str:
    return _package(uri, site, published, "releases", releases)


def record_package(
    uri: str, site: Site, published: datetime.datetime, ocid: str, releases: Iterable[str], compiled: str
) -> str:
    record = f'{{"ocid":{json.dumps(ocid)},"releases":[{",".join(releases)}],"compiledRelease":{compiled}}}'
    return _package(uri, site, published, "records", [record])


def publisher_name(site: Site) -> str:
    return str(site.site_name or site.root_page.title)


def _package(uri: str, site: Site, published: datetime.datetime, name: str, content: Iterable[str]) -> str:
    metadata: dict[str, Any] = {
        "uri": uri,
        "version": "1.1",
        "extensions": [LOTS],
        "publishedDate": moment(published),
        "publisher": {"name": publisher_name(site)},
    }
    if terms := data_terms_of(site):
        metadata |= {"license": terms.licence, "publicationPolicy": terms.policy}
    begin = json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{begin},"{name}":[{",".join(content)}]}}'
