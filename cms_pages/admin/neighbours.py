"""What an editor learns of the other municipalities of an installation: what the public may read of them.

Where one municipality has the installation for itself nothing of this applies.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import CollectionMember, Page, PageViewRestriction, Site
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

#: who may do none of these with a file is of another municipality
FILE_ACTIONS = ("add", "change", "delete", "choose")


def has_neighbours(user: Any) -> bool:
    """Whether there are others of whom somebody is not to see everything."""
    return not user.is_superuser and len({root.site_id for root in Site.get_site_root_paths()}) > 1


def others_pages(user: Any) -> QuerySet[Page]:
    """Those of which somebody may not see the drafts."""
    pages: QuerySet[Page] = Page.objects.all()
    if not has_neighbours(user):
        return pages.none()
    return pages.exclude(pk__in=PagePermissionPolicy().explorable_instances(user).values("pk"))


def own_files(files: QuerySet[Any], user: Any) -> QuerySet[Any]:
    if not has_neighbours(user):
        return files
    own = policy_registry.get_by_type(files.model).instances_user_has_any_permission_for(user, FILE_ACTIONS)
    return files.filter(pk__in=own.values("pk"))


def pages_to_choose(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """For Wagtail's hook ``construct_page_chooser_queryset``: the own ones, and what the public may read of others."""
    user: Any = request.user
    if not has_neighbours(user):
        return pages
    own = PagePermissionPolicy().explorable_instances(user)
    seen = Page.objects.filter(Q(pk__in=own.values("pk")) | _public())
    # As one condition: Wagtail's search takes no other of columns that it does not know.
    return pages.filter(pk__in=seen.values("pk"))


def _public() -> Q:
    """What is neither a draft nor private itself, nor below such a page, whose title is shown with it."""
    # Wagtail shows the title of the draft where a page has one.
    hidden = Q(live=False) | Q(expire_at__lte=timezone.now()) | ~Q(draft_title=F("title"))
    closed = Q()
    for path in (
        *Page.objects.filter(hidden, numchild__gt=0).values_list("path", flat=True),
        *PageViewRestriction.objects.values_list("page__path", flat=True),
    ):
        closed |= Q(path__startswith=path)
    return ~hidden & ~closed if closed else ~hidden


def named_to(things: Iterable[Model], user: Any) -> list[Model]:
    """Those of which somebody may read the name: all but others' pages, what belongs to these, and others' files."""
    things = list(things)
    if not has_neighbours(user):
        return things
    pages = {page.pk for thing in things if (page := _page_of(thing)) is not None}
    pages -= set(others_pages(user).filter(pk__in=pages).values_list("pk", flat=True))
    files: dict[type[Model], set[Any]] = {
        model: set(own_files(model._default_manager.all(), user).values_list("pk", flat=True))
        for model in {type(thing) for thing in things if isinstance(thing, CollectionMember)}
    }
    return [
        thing
        for thing in things
        if ((page := _page_of(thing)) is None or page.pk in pages)
        and (type(thing) not in files or thing.pk in files[type(thing)])
    ]


def _page_of(thing: Model) -> Page | None:
    if isinstance(thing, Page):
        return thing
    for field in thing._meta.concrete_fields:
        if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
            page: Page | None = getattr(thing, field.name)
            return page
    return None
