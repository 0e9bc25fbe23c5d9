"""A table whose cells wagtail-localize can send to a translator."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail_localize.segments.types import StringSegmentValue


class TranslatableTableBlock(TableBlock):
    """Wagtail's table, naming its own segments for wagtail-localize: ``row.column`` and ``caption``."""

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[StringSegmentValue]:
        if not value:
            return []
        segments = [
            StringSegmentValue(f"{row}.{column}", cell)
            for row, cells in enumerate(value.get("data", []))
            for column, cell in enumerate(cells)
            if cell
        ]
        if caption := value.get("table_caption"):
            segments.append(StringSegmentValue("caption", caption))
        return segments

    def restore_translated_segments(self, value: dict[str, Any], segments: list[StringSegmentValue]) -> dict[str, Any]:
        data = [list(cells) for cells in value["data"]]
        translated = {**value, "data": data}
        for segment in segments:
            if segment.path == "caption":
                translated["table_caption"] = segment.render_text()
            else:
                row, column = map(int, segment.path.split("."))
                data[row][column] = segment.render_text()
        return translated

    class Meta:
        label = _("Table")
        icon = "table"
        template = "cms_pages/blocks/table.html"
