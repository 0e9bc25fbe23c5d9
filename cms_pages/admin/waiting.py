"""What waits for an editor: their drafts, translations to make, pages with a set time. Only pages they may edit.

Every function here takes the same number of queries however many pages there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Locale, Page, Revision, Site

from cms_pages.admin import untranslated
from cms_pages.admin.states import EXPIRING, SCHEDULED, in_state
from cms_pages.admin.untranslated import editable_pages
from cms_pages.contracts import Reminder, Task
from cms_pages.publishing.models import FailedSchedule
from cms_pages.reminders import pages_due

#: so many of each are listed; the rest is counted
LISTED = 5


@dataclass(frozen=True)
class Row:
    """A page that waits. ``site`` is empty where the installation has one; ``when`` is what it waits for, or since.

    ``note`` is what keeps it waiting.
    """

    title: str
    url: str
    language: str
    site: str = ""
    when: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    count: int
    rows: list[Row]


def drafts(user: AbstractUser) -> Waiting:
    """What somebody began or changed and nobody has published or scheduled yet, the newest first."""
    by_user = Q(owner=user) | Q(latest_revision__user=user)
    unpublished = Q(live=False) | Q(has_unpublished_changes=True)
    planned = in_state(Page.objects.all(), SCHEDULED)
    pages = editable_pages(user).filter(by_user, unpublished, expired=False).exclude(pk__in=planned.values("pk"))
    return _waiting(pages.annotate(when=F("latest_revision_created_at")).order_by(F("when").desc(nulls_last=True)))


def to_be_published(user: AbstractUser) -> Waiting:
    """What goes out by itself, the next first."""
    approved = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    pages = in_state(editable_pages(user), SCHEDULED)
    return _waiting(pages.annotate(when=Subquery(approved.values("approved_go_live_at")[:1])).order_by("when"))


def to_be_withdrawn(user: AbstractUser) -> Waiting:
    """What goes by itself, the next first."""
    return _waiting(in_state(editable_pages(user), EXPIRING).annotate(when=F("expire_at")).order_by("when"))


def late(user: AbstractUser) -> Waiting:
    """What could not be published or withdrawn at its set time, the longest first."""
    failed = FailedSchedule.objects.filter(
        content_type=ContentType.objects.get_for_model(Page), object_id=Cast(OuterRef("pk"), CharField())
    ).order_by("since")
    pages = editable_pages(user).filter(Exists(failed))
    why = {"when": Subquery(failed.values("since")[:1]), "note": Subquery(failed.values("reason")[:1])}
    return _waiting(pages.annotate(**why).order_by("when"))


def reminded_of(user: AbstractUser, reminder: Reminder) -> Waiting:
    """What a reminder is about now, the first moment first."""
    return _waiting(pages_due(reminder).filter(pk__in=editable_pages(user).values("pk")))


def waiting_for(user: AbstractUser, task: Task) -> Waiting:
    """What a task is about, the first moment first."""
    return _waiting(task.pages(user).filter(pk__in=editable_pages(user).values("pk")), task.url_name)


def not_translated(user: AbstractUser, locale: Locale) -> Waiting:
    pages = untranslated.not_translated(user, locale).annotate(when=F("last_published_at"))
    return _waiting(pages.order_by(F("when").desc(nulls_last=True)), "wagtail_localize:submit_page_translation")


def to_be_translated(user: AbstractUser, locale: Locale) -> Waiting:
    pages = untranslated.unfinished(user, locale).annotate(when=F("latest_revision_created_at"))
    return _waiting(pages.order_by(F("when").desc(nulls_last=True)))


def to_be_confirmed(user: AbstractUser, locale: Locale) -> Waiting:
    pages = untranslated.unconfirmed(user, locale).annotate(when=F("since"))
    return _waiting(pages.order_by("when"), "cms_pages_confirm_translation")


def _waiting(pages: QuerySet[Any], url_name: str = "wagtailadmin_pages:edit") -> Waiting:
    """Two queries."""
    listed = list(pages.select_related("locale")[:LISTED])
    count = pages.count() if len(listed) == LISTED else len(listed)
    sites = _names_of_sites() if listed else {}
    return Waiting(
        count,
        [
            Row(
                title=page.get_admin_display_title(),
                url=reverse(url_name, args=[page.pk]),
                language=page.locale.get_display_name(),
                site=_site_of(page, sites),
                when=page.when,
                note=getattr(page, "note", ""),
            )
            for page in listed
        ],
    )


def _names_of_sites() -> dict[str, str]:
    """The names of sites by the paths of their roots; empty where there is one site, which needs no name."""
    sites = list(Site.objects.all())
    if len(sites) < 2:
        return {}
    names = {site.pk: site.site_name or site.hostname for site in sites}
    return {root.root_path: names[root.site_id] for root in Site.get_site_root_paths() if root.site_id in names}


def _site_of(page: Page, sites: dict[str, str]) -> str:
    return next((name for path, name in sites.items() if page.url_path.startswith(path)), "")
