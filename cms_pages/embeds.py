"""Which addresses of videos have a player that can be shown without asking anybody.

The player's address is worked out from the video's, so that nothing is fetched while a page is rendered, and it is the
one that sets no cookies until the video is started.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_PATH = re.compile(r"/(?:video/)?(?P<id>[0-9]{5,12})(?:/(?P<hash>[0-9a-f]{8,12}))?/?", re.ASCII)


@dataclass(frozen=True)
class Provider:
    """Who shows videos. ``name`` is what people know, ``player_origin`` where its players come from.

    ``find`` takes the parts of an address on one of the ``hosts`` (without ``www.``) and returns the video's number and
    the address of its player, or None where it is not a video's. ``privacy_url`` is what the provider says it does with
    visitors' data.
    """

    name: str
    hosts: frozenset[str]
    player_origin: str
    privacy_url: str
    find: Callable[[SplitResult], tuple[str, str] | None]


@dataclass(frozen=True)
class Player:
    """``url`` is the address for an iframe."""

    provider: Provider
    video_id: str
    url: str


def player_of(url: str) -> Player | None:
    """The player of a video's address, or None where its provider is not known."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    for provider in PROVIDERS:
        if host in provider.hosts and (found := provider.find(parts)):
            video_id, path = found
            return Player(provider, video_id, f"{provider.player_origin}{path}")
    return None


def _youtube(parts: SplitResult) -> tuple[str, str] | None:
    segments = [segment for segment in parts.path.split("/") if segment]
    video_id = ""
    if parts.hostname in {"youtu.be", "www.youtu.be"} and segments:
        video_id = segments[0]
    elif segments[:1] == ["watch"]:
        video_id = parse_qs(parts.query).get("v", [""])[0]
    elif len(segments) == 2 and segments[0] in {"embed", "live", "shorts"}:
        video_id = segments[1]
    if not _YOUTUBE_ID.fullmatch(video_id):
        return None
    return video_id, f"/embed/{video_id}"


def _vimeo(parts: SplitResult) -> tuple[str, str] | None:
    match = _VIMEO_PATH.fullmatch(parts.path)
    if match is None:
        return None
    # An unlisted video is shown only with the hash from its address.
    unlisted = match["hash"] or parse_qs(parts.query).get("h", [""])[0]
    hash_part = f"&h={unlisted}" if re.fullmatch(r"[0-9a-f]+", unlisted) else ""
    return match["id"], f"/video/{match['id']}?dnt=1{hash_part}"


#: all that can be embedded; a site's content security policy allows frames of their players and of nobody else
PROVIDERS = (
    Provider(
        "YouTube",
        frozenset({"youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"}),
        "https://www.youtube-nocookie.com",
        "https://policies.google.com/privacy",
        _youtube,
    ),
    Provider(
        "Vimeo",
        frozenset({"vimeo.com", "player.vimeo.com"}),
        "https://player.vimeo.com",
        "https://vimeo.com/privacy",
        _vimeo,
    ),
)
