"""``search/`` and ``search/suggest/`` of the content API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router

from cms_pages.api.cursors import decode_cursor, encode_cursor
from cms_pages.api.http import json_response
from cms_pages.api.log import log_for
from cms_pages.api.problems import Problem, too_many_requests
from search.alternatives import alternatives
from search.api.schemas import ContentSearchQuery, ContentSuggestQuery, Suggestions, search_answer
from search.contracts import LAST_PLACE, SearchHit, SearchQuery
from search.limits import Question, seconds_to_wait
from search.services import search, suggest

ENDPOINT = "search"


def search_router() -> Router:
    """Made when all types are registered, since its description names them."""
    router = Router()
    problems = {422: Problem, 429: Problem}
    router.get("", response={200: search_answer(), 410: Problem, **problems}, summary="Search")(search_items)
    router.get("suggest/", response={200: Suggestions, **problems}, summary="Suggest while typing")(suggest_items)
    return router


def search_items(request: HttpRequest, query: Query[ContentSearchQuery]) -> HttpResponseBase:
    """Documents that have the words, each once, in the reader's language where it can be."""
    _count(request, "search")
    log = log_for(request)
    filters = query.filters()
    offset = int(decode_cursor(log, ENDPOINT, filters, query.cursor)[0]) if query.cursor else 0
    asked = SearchQuery(
        text=query.q,
        site_id=log.site_id,
        locale=query.prefer,
        types=tuple(query.type),
        kinds=tuple(query.kind),
        states=tuple(query.state),
        bodies=tuple(query.body),
        years=tuple(query.year),
        locales=tuple(query.locale),
        date_from=query.date_from,
        date_to=query.date_to,
        order=query.order,
        offset=offset,
        limit=query.limit,
    )
    result = search(asked)
    following = offset + query.limit
    rest = {
        "total": result.total,
        "next": encode_cursor(log, ENDPOINT, filters, [following])
        if following < min(result.total, LAST_PLACE)
        else None,
        "facets": {name: [vars(value) for value in values] for name, values in result.facets.items()},
        "did_you_mean": None if result.total else _did_you_mean(asked),
        "degraded": result.degraded,
    }
    answer = f'{{"items":[{",".join(map(_hit, result.hits))}],{_members(rest)}'
    # Weak: two answers that differ in the time they took only are the same.
    etag = f'W/"{hashlib.sha256(answer.encode()).hexdigest()[:32]}"'
    return json_response(f'{answer},"took_ms":{result.took_ms}}}', etag)


def suggest_items(request: HttpRequest, query: Query[ContentSuggestQuery]) -> HttpResponseBase:
    """Documents whose title has, for each word typed, one that begins with it."""
    _count(request, "suggest")
    found = suggest(query.q, log_for(request).site_id, query.prefer, query.limit)
    items = [
        {"id": one.item_id, "type": one.type, "locale": one.locale, "title": one.title, "url": one.url} for one in found
    ]
    return json_response(json.dumps({"items": items}, ensure_ascii=False))


def _did_you_mean(query: SearchQuery) -> dict[str, str | int] | None:
    meant = alternatives(query).did_you_mean
    if meant is None or meant.query != replace(query, text=meant.query.text):
        return None  # what it finds does not pass the filters
    return {"q": meant.query.text, "total": meant.total}


def _count(request: HttpRequest, question: Question) -> None:
    if seconds := seconds_to_wait(request, question):
        raise too_many_requests(seconds)


def _hit(hit: SearchHit) -> str:
    """The item's payload, which is JSON already, with two more members."""
    more = {
        "highlight": {"title": hit.title_html, "text": hit.snippet_html},
        "matched_locale": hit.matched_locale,
    }
    return f"{hit.item.payload[:-1]},{_members(more)}}}"


def _members(values: Mapping[str, object]) -> str:
    """The members of a JSON object without its braces."""
    return json.dumps(values, ensure_ascii=False)[1:-1]
