from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Min, Q, QuerySet
from wagtail.models import Page

from cms_pages.models import Body

if TYPE_CHECKING:
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


def bodies_to_choose(locale_id: int, chosen_id: int | None) -> QuerySet[Body]:
    """Each body once, in a language, or as it is where it has no name in it; and the chosen one in any case."""
    in_language = Body.objects.filter(locale_id=locale_id)
    elsewhere = Body.objects.exclude(translation_key__in=in_language.values("translation_key"))
    first = elsewhere.values("translation_key").annotate(first=Min("pk")).values("first")
    return Body.objects.filter(Q(locale_id=locale_id) | Q(pk__in=first) | Q(pk=chosen_id))


def _on_site_of(page: Page) -> Q:
    site = page.get_site()
    if site is None:
        return Q()
    roots = site.root_page.get_translations(inclusive=True)
    trees = Q()
    for path in roots.values_list("path", flat=True):
        trees |= Q(path__startswith=path)
    return trees
