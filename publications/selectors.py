from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page

if TYPE_CHECKING:
    from cms_pages.models import Body
    from publications.models import DecisionPage


def decision_with_number(number: str, year: int, body: Body, *, near: Page, besides: Page) -> DecisionPage | None:
    """Another decision with this number of this body and year on the site where ``near`` is, in any language.

    The translations of ``besides`` share its number and do not count, nor do aliases, which show it in a second place.
    """
    model: type[DecisionPage] = apps.get_model("publications", "DecisionPage")
    other: DecisionPage | None = (
        model.objects.filter(
            _on_site_of(near),
            number__iexact=number,
            date__year=year,
            body__translation_key=body.translation_key,
            alias_of=None,
        )
        .exclude(translation_key=besides.translation_key)
        .first()
    )
    return other


def _on_site_of(page: Page) -> Q:
    site = page.get_site()
    if site is None:
        return Q()
    roots = site.root_page.get_translations(inclusive=True)
    trees = Q()
    for path in roots.values_list("path", flat=True):
        trees |= Q(path__startswith=path)
    return trees
