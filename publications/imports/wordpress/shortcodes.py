"""Turns WordPress's shortcodes into the HTML that it would show for them, and drops those of its plugins."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.html import escape
from django.utils.translation import gettext as _

CAPTION = re.compile(r"\[(?:wp_)?caption\b[^\]]*\](?P<inside>.*?)\[/(?:wp_)?caption\]", re.DOTALL)
PICTURE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
EMBED = re.compile(r"\[embed\b[^\]]*\](?P<address>.*?)\[/embed\]", re.DOTALL)
GALLERY = re.compile(r"\[gallery\b(?P<attributes>[^\]]*)\]")
MEDIA = re.compile(r"\[(?:video|audio)\b(?P<attributes>[^\]]*)\](?:\s*\[/(?:video|audio)\])?")
IDS = re.compile(r"\bids\s*=\s*[\"']?(?P<ids>[\d,\s]+)")
ADDRESS = re.compile(r"\b(?:src|mp4|m4v|webm|ogv|mp3|ogg)\s*=\s*[\"'](?P<address>[^\"']+)")
#: a plugin's: with attributes, a name of several parts, or an end. What people write in brackets stays
OTHER = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][\w-]*)(?P<attributes>\s[^\]\[]*=[^\]\[]*)?/?\]", re.IGNORECASE)


def without_shortcodes(text: str, address_of: Callable[[int], str]) -> tuple[str, list[str]]:
    """A post's text as HTML alone, and sentences that say what was dropped.

    ``address_of`` returns the address of an attachment by its number, or an empty string.
    """
    text = CAPTION.sub(_caption, text)
    text = EMBED.sub(lambda found: f"\n\n<p>{escape(found['address'].strip())}</p>\n\n", text)
    text = MEDIA.sub(_media, text)
    text = GALLERY.sub(lambda found: _gallery(found["attributes"], address_of), text)
    ended = {found["name"] for found in OTHER.finditer(text) if found["end"]}
    dropped: dict[str, None] = {}

    def drop(found: re.Match[str]) -> str:
        name = found["name"]
        if not (found["attributes"] or name in ended or "_" in name or "-" in name):
            return found[0]
        dropped[name] = None
        return ""

    text = OTHER.sub(drop, text)
    return text, [_("The shortcode [%(name)s] of a plugin was left out.") % {"name": name} for name in dropped]


def _caption(found: re.Match[str]) -> str:
    inside = found["inside"]
    picture = PICTURE.search(inside)
    if picture is None:
        return inside
    words = (inside[: picture.start()] + inside[picture.end() :]).strip()
    return f"\n\n<figure>{picture[0]}<figcaption>{words}</figcaption></figure>\n\n"


def _media(found: re.Match[str]) -> str:
    address = ADDRESS.search(found["attributes"])
    return f'<iframe src="{escape(address["address"])}"></iframe>' if address else ""


def _gallery(attributes: str, address_of: Callable[[int], str]) -> str:
    ids = IDS.search(attributes)
    addresses = [address_of(int(number)) for number in re.findall(r"\d+", ids["ids"])] if ids else []
    return "\n\n" + "".join(f'<img src="{escape(address)}">' for address in addresses if address) + "\n\n"
