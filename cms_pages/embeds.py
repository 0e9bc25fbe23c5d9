"""Which addresses of videos have a player that can be shown without asking anybody.

The player's address is worked out from the video's, so that nothing is fetched while a page is rendered, and it is the
one that sets no cookies until the video is started.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_PATH = re.compile(r"/(?:video/)?(?P<id>[0-9]{5,12})(?:/(?P<hash>[0-9a-f]{8,12}))?/?", re.ASCII)


@dataclass(frozen=True)
class Player:
    """``provider`` is the name that people know, ``url`` the address for an iframe."""

    provider: str
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
    if host in {"youtube.com", "m.youtube.com", "youtube-nocookie.com", "youtu.be"}:
        return _youtube(host, parts.path, parts.query)
    if host in {"vimeo.com", "player.vimeo.com"} and (match := _VIMEO_PATH.fullmatch(parts.path)):
        # An unlisted video is shown only with the hash from its address.
        unlisted = match["hash"] or parse_qs(parts.query).get("h", [""])[0]
        hash_part = f"&h={unlisted}" if re.fullmatch(r"[0-9a-f]+", unlisted) else ""
        return Player("Vimeo", match["id"], f"https://player.vimeo.com/video/{match['id']}?dnt=1{hash_part}")
    return None


def _youtube(host: str, path: str, query: str) -> Player | None:
    segments = [segment for segment in path.split("/") if segment]
    video_id = ""
    if host == "youtu.be" and segments:
        video_id = segments[0]
    elif segments[:1] == ["watch"]:
        video_id = parse_qs(query).get("v", [""])[0]
    elif len(segments) == 2 and segments[0] in {"embed", "live", "shorts"}:
        video_id = segments[1]
    if not _YOUTUBE_ID.fullmatch(video_id):
        return None
    return Player("YouTube", video_id, f"https://www.youtube-nocookie.com/embed/{video_id}")
