"""One index per language, behind an alias: ``<prefix>-<locale>`` points at ``<prefix>-<locale>-<time>-<random>``."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from elasticsearch import Elasticsearch, TransportError
from wagtail.coreutils import get_content_languages

from search.analysis import language_for
from search.elasticsearch.analysis import analysis_settings

#: the name of the log's reader that keeps the indices up to date
READER = "search-elasticsearch"
#: how soon a document can be found after it was written
REFRESH_INTERVAL = "500ms"
#: how long a new index may wait for a node that takes it
_PLACE_TIMEOUT = "10s"

_KEYWORD = {"type": "keyword"}
_CONTENT = {"type": "text", "analyzer": "content"}
#: long texts: with the words' places stored, highlighting does not have to analyze them again
_LONG_CONTENT = _CONTENT | {"index_options": "offsets"}
_MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        "state": _KEYWORD,
        "site": {"type": "long"},
        # Only read.
        "translation_key": _KEYWORD | {"index": False, "doc_values": False},
        # The key as a number. Never searched for: by it versions of one document are counted once, and ordered.
        "document": {"type": "long", "index": False},
        "locale": _KEYWORD,
        "type": _KEYWORD,
        "kind": _KEYWORD,
        "item_state": _KEYWORD,
        "body": _KEYWORD,
        "year": {"type": "short"},
        # Only counted: those before, together.
        "facts": _KEYWORD | {"index": False},
        "date": {"type": "date", "format": "strict_date"},
        "gone_at": {"type": "date"},
        "identifier": _KEYWORD,
        "number": _CONTENT,
        "title": _CONTENT
        | {
            "fields": {"prefixes": {"type": "text", "analyzer": "prefixes", "search_analyzer": "words", "norms": False}}
        },
        "summary": _CONTENT,
        "text": _LONG_CONTENT,
        "documents_text": _LONG_CONTENT,
        # How each of these three begins and ends: only read, to know whether an excerpt is from there.
        "edges": {"type": "object", "enabled": False},
    },
}


def content_locales() -> set[str]:
    return set(get_content_languages())


def alias_of(locale: str) -> str:
    prefix: str = getattr(settings, "ELASTICSEARCH_INDEX_PREFIX", "kuvendi")
    return f"{prefix}-{locale}"


def missing_locales(client: Elasticsearch, locales: Iterable[str]) -> set[str]:
    """The languages that have no index, or one of an earlier release, which does not have all fields."""
    return {locale for locale in locales if not _has_all_fields(client, alias_of(locale))}


def _has_all_fields(client: Elasticsearch, alias: str) -> bool:
    answer = client.options(ignore_status=404).indices.get_mapping(index=alias)
    if answer.meta.status == 404:
        return False
    wanted = _MAPPINGS["properties"].keys()
    return all(wanted <= about["mappings"].get("properties", {}).keys() for about in answer.values())


def create_index(client: Elasticsearch, locale: str) -> str:
    """An empty index that is not searched yet. It is not refreshed until ``open_index``. Returns its name.

    Raises TransportError where no node has room for it.
    """
    name = f"{alias_of(locale)}-{timezone.now():%Y%m%d%H%M%S}-{uuid.uuid4().hex[:6]}"
    index_settings = {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        "refresh_interval": "-1",
        # A long annex must not push a document down as far as Elasticsearch's own 0.75 does.
        "similarity": {"default": {"type": "BM25", "b": 0.3}},
        "analysis": analysis_settings(language_for(locale)),
    }
    created = client.indices.create(index=name, settings=index_settings, mappings=_MAPPINGS, timeout=_PLACE_TIMEOUT)
    if not created["shards_acknowledged"]:
        # Each document would wait for a place, longer than we do: what was said would be that nobody answers.
        raise TransportError(
            f"No node of Elasticsearch takes the new index {name}: their disks are full, or one is away. "
            "GET _cluster/allocation/explain says why."
        )
    return name


def open_index(client: Elasticsearch, name: str) -> None:
    """Make what is in an index visible, and from now on soon after it is written."""
    client.indices.put_settings(index=name, settings={"index.refresh_interval": REFRESH_INTERVAL})
    client.indices.refresh(index=name)


def swap(client: Elasticsearch, indices: dict[str, str]) -> None:
    """Let the languages' aliases point at these indices instead of what they pointed at, all at once."""
    actions: list[dict[str, Any]] = []
    for locale, name in indices.items():
        alias = alias_of(locale)
        if client.indices.exists_alias(name=alias):
            actions += [{"remove": {"index": old, "alias": alias}} for old in client.indices.get_alias(name=alias)]
        elif client.indices.exists(index=alias):
            # Somebody made an index of the alias's name by hand: nothing of ours is in it.
            actions.append({"remove_index": {"index": alias}})
        actions.append({"add": {"index": name, "alias": alias}})
    client.indices.update_aliases(actions=actions)


def remove_unused(client: Elasticsearch, locales: Iterable[str]) -> None:
    """Delete the languages' indices that no alias points at: replaced ones, and what a failed rebuild left behind."""
    for locale in locales:
        mine = re.compile(rf"{re.escape(alias_of(locale))}-\d{{14}}-[0-9a-f]{{6}}")
        found = client.indices.get_alias(index=f"{alias_of(locale)}-*")
        unused = [name for name, about in found.items() if mine.fullmatch(name) and not about["aliases"]]
        if unused:
            client.indices.delete(index=unused)
