from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Replace
from wagtail.models import Locale, Page

from cms_pages.models import Body, FormerName
from cms_pages.number_patterns import read_number, write_number
from publications.numbering import first_of_year, following, running_number

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import User

    from publications.models import ActPage, DocumentPage, MinutesPage, NoticePage


#: the letters of Albanian and Serbian that people type without their marks
PLAIN: dict[int, str] = {ord(letter): plain for letter, plain in zip("ëËçÇčČćĆšŠžŽđĐ", "eEcCcCcCsSzZdD", strict=True)}


def title_of_act(number: str, year: int, body: Body, *, near: Page, besides: ActPage) -> str | None:
    """The title of another act of its type with this number of this body and year on the site where ``near`` is, in any
    language. None where there is none.

    The translations of ``besides`` share its number and do not count, nor do aliases, which show it in a second place.
    """
    title: str | None = (
        type(besides)
        .objects.filter(
            _on_site_of(near),
            number__iexact=number,
            date__year=year,
            body__translation_key=body.translation_key,
            alias_of=None,
        )
        .exclude(translation_key=besides.translation_key)
        .values_list("title", flat=True)
        .first()
    )
    return title


def acts_numbered(number: str, *, near: Page, besides: ActPage) -> QuerySet[ActPage]:
    """The acts of every type, body and year with a number on the site where ``near`` is; each in one language."""
    from publications.models import ActPage

    acts: QuerySet[ActPage] = ActPage.objects.filter(_on_site_of(near), number__iexact=number, alias_of=None)
    others = acts.exclude(translation_key=besides.translation_key)
    # The lowest number is that of the language it was written in: translations are made later.
    first = others.order_by().values("translation_key").annotate(first=Min("pk")).values("first")
    return acts.filter(pk__in=first).order_by("-date", "-pk")


def named_alike(page: NoticePage | DocumentPage | MinutesPage) -> QuerySet[Any]:
    """Other pages of its type, body, language and site with its title, or its number where it has one."""
    same = Q(draft_title__iexact=page.title)
    if reference := getattr(page, "reference", ""):
        same |= Q(reference__iexact=reference)
    body = page.body if page.body_id is not None else None
    of_body = Q(body__translation_key=body.translation_key) if body is not None else Q(body=None)
    others: QuerySet[Any] = type(page)._default_manager.filter(_on_site_of(page), same, of_body, alias_of=None)
    others = others.filter(locale=page.locale).exclude(translation_key=page.translation_key)
    return others.order_by("-date", "-pk")


def next_number(model: type[ActPage], body: Body, year: int, *, near: Page) -> str:
    """The number that follows on the highest of a body and year on the site where ``near`` is, drafts included.

    Numbers that were left out are not filled in. It is written as the body's pattern says; without one as the highest,
    the first of a year as the last of the year before; empty where there is nothing to go by.
    """
    acts = model.objects.filter(_on_site_of(near), body__translation_key=body.translation_key, alias_of=None)
    if pattern := body.number_pattern:
        numbers = acts.filter(date__year=year).values_list("number", flat=True)
        return write_number(
            pattern, max((read_number(pattern, each, year) or 0 for each in numbers), default=0) + 1, year
        )
    if highest := _highest(acts.filter(date__year=year), year):
        return following(highest, year)
    return first_of_year(_highest(acts.filter(date__year=year - 1), year - 1), year - 1, year)


def _highest(acts: QuerySet[ActPage], year: int) -> str:
    numbers = acts.exclude(number="").values_list("number", flat=True)
    return max(numbers, key=lambda number: running_number(number, year) or 0, default="")


def pages_of_acts(keys: Iterable[UUID], *, near: Page) -> QuerySet[ActPage]:
    """The pages of acts, no copies, on the site where ``near`` is: each act's original first."""
    model: type[ActPage] = apps.get_model("publications", "ActPage")
    pages: QuerySet[ActPage] = model.objects.filter(_on_site_of(near), translation_key__in=set(keys), alias_of=None)
    return pages.order_by("pk")


def last_body(model: type[ActPage | MinutesPage], author: User | None) -> Body | None:
    """The body of the newest page of a type that somebody wrote."""
    page = model.objects.filter(owner=author).select_related("body").order_by("-pk").first() if author else None
    return page.body if page else None


def with_body_name(pages: QuerySet[Any], locale: Locale) -> QuerySet[Any]:
    """``pages`` with ``body_name``: the name their body had on their date, in a language, or in its own without one."""
    former = FormerName.objects.filter(last_day__gte=OuterRef("date")).order_by("last_day").values("name")
    in_language = Body.objects.filter(translation_key=OuterRef("body__translation_key"), locale=locale)
    named: QuerySet[Any] = pages.annotate(
        body_name=Coalesce(
            Subquery(former.filter(body__translation_key=OuterRef("body__translation_key"), locale=locale)[:1]),
            Subquery(in_language.values("name")[:1]),
            Subquery(former.filter(body=OuterRef("body"))[:1]),
            F("body__name"),
        )
    )
    return named


def matching(pages: QuerySet[Any], text: str, *fields: str) -> QuerySet[Any]:
    """The pages that have every word of ``text`` in one of ``fields``, also in part, typed with diacritics or without.

    Not Wagtail's search: on PostgreSQL it tells ë from e, and on no database does it find a part of a number.
    """
    found: QuerySet[Any] = pages.alias(**{f"plain_{field}": _plain(F(field)) for field in fields})
    for word in text.translate(PLAIN).split():
        conditions = (Q(**{f"plain_{field}__icontains": word}) for field in fields)
        found = found.filter(reduce(or_, conditions))
    return found


def _plain(field: Any) -> Any:
    # Both cases, since SQLite knows the case of ASCII letters only.
    return reduce(lambda text, pair: Replace(text, Value(chr(pair[0])), Value(pair[1])), PLAIN.items(), field)


def years(model: type[Page], column: str) -> list[int]:
    """The years from which there is a page of a type by a column of it, the newest first."""
    return [day.year for day in model.objects.dates(column, "year", order="DESC")]


def authors() -> QuerySet[User]:
    """Who has written a page."""
    return get_user_model().objects.filter(pk__in=Page.objects.order_by().values("owner_id"))


def editors() -> QuerySet[User]:
    """Who has written the newest version of a page."""
    return get_user_model().objects.filter(pk__in=Page.objects.order_by().values("latest_revision__user_id"))


def _on_site_of(page: Page) -> Q:
    site = page.get_site()
    if site is None:
        return Q()
    roots = site.root_page.get_translations(inclusive=True)
    trees = Q()
    for path in roots.values_list("path", flat=True):
        trees |= Q(path__startswith=path)
    return trees
