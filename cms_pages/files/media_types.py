"""Kinds of video and sound files that browsers play without help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cms_pages.files.kinds import extension_of


@dataclass(frozen=True)
class Kind:
    """``is_so`` says of a file's first 64 bytes whether they are of this kind."""

    media_type: str
    is_so: Callable[[bytes], bool]


def _is_mp4(head: bytes) -> bool:
    # ISO/IEC 14496-12: the first box says what the file is.
    return head[4:8] == b"ftyp"


def _is_mp3(head: bytes) -> bool:
    # An ID3v2 tag, or the eleven set bits with which an MPEG audio frame begins.
    return head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)


#: by ``type`` of the recording and extension
KINDS = {
    "video": {
        "mp4": Kind("video/mp4", _is_mp4),
        # EBML (RFC 8794), whose header names the document type.
        "webm": Kind("video/webm", lambda head: head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head),
    },
    "audio": {
        "mp3": Kind("audio/mpeg", _is_mp3),
        "m4a": Kind("audio/mp4", _is_mp4),
        "ogg": Kind("audio/ogg", lambda head: head.startswith(b"OggS")),
        "wav": Kind("audio/wav", lambda head: head.startswith(b"RIFF") and head[8:12] == b"WAVE"),
    },
}


def kinds_of(type_: str) -> dict[str, Kind]:
    """Those of a type of recording by their extension; all of them where it is empty."""
    return {ext: kind for of, kinds in KINDS.items() if type_ in ("", of) for ext, kind in kinds.items()}


def type_of(name: str) -> str:
    """``video`` or ``audio`` by a file's name; empty where it is neither."""
    return next((type_ for type_, kinds in KINDS.items() if extension_of(name) in kinds), "")


def media_type_of(name: str) -> str:
    """The media type of a recording by its file's name."""
    kind = kinds_of("").get(extension_of(name))
    return kind.media_type if kind else "application/octet-stream"
