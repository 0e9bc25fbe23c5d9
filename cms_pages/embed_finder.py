"""Lets editors embed what has a known player, without asking its provider anything."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders.base import EmbedFinder

from cms_pages.embeds import player_of


class PlayerFinder(EmbedFinder):
    """Wagtail asks it whether an address can be embedded. Name it in ``WAGTAILEMBEDS_FINDERS``."""

    def accept(self, url: str) -> bool:
        return player_of(url) is not None

    def find_embed(self, url: str, max_width: int | None = None, max_height: int | None = None) -> dict[str, Any]:
        """What Wagtail keeps of an embed. Raises EmbedNotFoundException where the provider is not known."""
        player = player_of(url)
        if player is None:
            raise EmbedNotFoundException
        return {
            "title": player.provider.name,
            "author_name": "",
            "provider_name": player.provider.name,
            "type": "video",
            "thumbnail_url": "",
            "width": 560,
            "height": 315,
            "html": format_html('<iframe src="{}" width="560" height="315" allowfullscreen></iframe>', player.url),
        }


embed_finder_class = PlayerFinder
