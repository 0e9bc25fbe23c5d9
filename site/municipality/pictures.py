"""Makes the sizes of news pictures when they are published, so that no reader waits for them.

Nine sizes of a photograph of 12 megapixels take the best part of five seconds (docs/decisions/0020). The templates name
the same sizes (publications/news_page.html, municipality/includes/news_card.html); a test holds them together.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.images.models import Filter, SourceImageIOError

from cms_pages.models.picture import RenditionNotKeptError
from cms_pages.publishing.models import PublishedItem, State
from publications.models import NewsPage

logger = logging.getLogger(__name__)

#: on the home page
CARD = tuple(Filter.expand_spec(["fill-{400x225,800x450}", "format-{avif,jpeg}"]))
#: on the page itself, and where the page is shared
PAGE = tuple(Filter.expand_spec(["width-{1200,800,480}", "format-{avif,jpeg}"]))
SHARED = ("fill-1200x630|format-jpeg",)


class PictureReader:
    """A reader of the publication log. What is there already is not made again."""

    name = "pictures"
    label = _("Sizes of pictures")
    batch_size = 10

    def handle(self, items: Sequence[PublishedItem]) -> None:
        live = [item.page_id for item in items if item.state == State.LIVE and item.type == "news"]
        for page in NewsPage.objects.filter(pk__in=live).exclude(image=None).select_related("image"):
            try:
                page.image.get_renditions(*CARD, *PAGE, *SHARED)
            except RenditionNotKeptError:
                # The worker tries again, and editors are shown that it has to.
                raise
            except SourceImageIOError:
                # The original is lost, and will be tomorrow: the page shows that it is.
                logger.warning("The file of picture %s is missing.", page.image_id)
