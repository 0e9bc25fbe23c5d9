"""What the publication log says of a page."""

import json
from typing import Any

from cms_pages.models import PublishedItem


def payload_of(page: Any) -> dict[str, Any]:
    """The page's live item as the content API sends it."""
    payload: dict[str, Any] = json.loads(PublishedItem.objects.live().get(page_id=page.pk).payload)
    return payload
