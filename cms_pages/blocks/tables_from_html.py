"""Makes the value of a table block of an HTML table."""

from __future__ import annotations

from typing import Any

from bs4 import Tag

#: a cell may claim to span any number of columns
MOST_COLUMNS = 100


def table_value(table: Tag) -> dict[str, Any] | None:
    """What a table block stores, or None where no cell has words. Of cells that span others, the others are empty."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    data = [_cells(row) for row in rows]
    width = max(map(len, data), default=0)
    if not any(any(cells) for cells in data):
        return None
    caption = table.find("caption")
    has_header_row = rows[0].find_parent("thead") is not None or _are_headings(rows[0])
    has_header_column = len(rows) > 1 and width > 1 and all(_begins_with_heading(row) for row in rows[1:])
    choice = {(True, True): "both", (True, False): "row", (False, True): "column"}
    return {
        "data": [[*cells, *[""] * (width - len(cells))] for cells in data],
        "table_header_choice": choice.get((has_header_row, has_header_column), "neither"),
        "first_row_is_table_header": has_header_row,
        "first_col_is_header": has_header_column,
        "table_caption": " ".join(caption.get_text(" ").split()) if isinstance(caption, Tag) else "",
        "cell": [],
        "mergeCells": [],
    }


def _cells(row: Tag) -> list[str]:
    cells: list[str] = []
    for cell in row.find_all(["td", "th"], recursive=False):
        span = str(cell.get("colspan", "1"))
        columns = int(span) if span.isascii() and span.isdigit() else 1
        cells += [" ".join(cell.get_text(" ").split()), *[""] * (max(columns, 1) - 1)]
        if len(cells) > MOST_COLUMNS:
            break
    return cells[:MOST_COLUMNS]


def _are_headings(row: Tag) -> bool:
    cells = row.find_all(["td", "th"], recursive=False)
    return bool(cells) and all(cell.name == "th" or _is_bold(cell) for cell in cells if cell.get_text(strip=True))


def _begins_with_heading(row: Tag) -> bool:
    first = row.find(["td", "th"], recursive=False)
    return isinstance(first, Tag) and first.name == "th"


def _is_bold(cell: Tag) -> bool:
    """Many editors of tables have no headings, so that people make them bold."""
    bold = cell.find(["b", "strong"])
    return isinstance(bold, Tag) and bold.get_text(strip=True) == cell.get_text(strip=True)
