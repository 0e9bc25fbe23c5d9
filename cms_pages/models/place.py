"""The place of a page in the tree, which others change while it is being edited."""

from __future__ import annotations

from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet


def locked_pages(*page_ids: int) -> PageQuerySet:
    """Pages that nobody else saves or moves before the transaction ends. Rows that refer to them are still written."""
    pages: PageQuerySet = Page.objects.select_for_update(no_key=True).filter(pk__in=page_ids)
    return pages


def lock_branches(*tops: Page) -> None:
    """Have nobody else put a page below these, or change one there, before the transaction ends.

    Moving and deleting pages does so with those that it finds below: what somebody puts there meanwhile would be left
    without the page above.
    """
    below = [Q(path__startswith=page.path) for page in tops]
    rows = Page.objects.select_for_update(no_key=True).filter(Q(*below, _connector=Q.OR)).order_by("path")
    list(rows.values_list("pk"))


def keep_place(page: Page) -> None:
    """Take over the place that the page has by now; nobody moves it before the transaction ends.

    Saving writes where it was when it was read, also if it or a page above was moved since, or got pages below: the
    tree would be damaged, or the page back where it came from.
    """
    now = locked_pages(page.pk).first()
    if now is None:
        return
    if page.path != now.path:
        vars(page).pop("_cached_parent_obj", None)
    page.path, page.depth, page.numchild = now.path, now.depth, now.numchild
    if page.slug == now.slug:  # else Wagtail makes it anew
        page.url_path = now.url_path
