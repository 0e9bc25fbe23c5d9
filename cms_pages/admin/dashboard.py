"""The panel on the admin's home page that says what waits for the person, and what holds up what was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from cms_pages.admin import waiting
from cms_pages.admin.translations import may_translate
from cms_pages.admin.waiting import Row, Waiting
from cms_pages.files.verification import FileVerification
from cms_pages.publishing.models import StalePage
from cms_pages.publishing.readers import statuses
from cms_pages.registry import reminders, tasks


@dataclass(frozen=True)
class Section:
    """Rows under a heading. ``when`` heads their column of dates; ``advice`` says what to do with them.

    ``url`` leads to all of them.
    """

    name: str
    heading: str
    count: int
    when: str
    rows: list[Row] = field(default_factory=list)
    advice: str = ""
    url: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def may_see_publication_log(user: AbstractUser) -> bool:
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, ["publish"]))


def sections(user: AbstractUser) -> list[Section]:
    """What waits for somebody; only what there is."""
    found = [
        _section(
            "late",
            _("Not published or withdrawn at the set time"),
            _("Since"),
            waiting.late(user),
            _(
                "Open each, put right what is said of it here, and publish or unpublish it. "
                "It is also tried again by itself."
            ),
        ),
        *(_section(task.name, str(task.heading), str(task.when), waiting.waiting_for(user, task)) for task in tasks),
        *(
            _section(reminder.name, str(reminder.heading), str(reminder.when), waiting.reminded_of(user, reminder))
            for reminder in reminders
        ),
        _section("drafts", _("Your drafts"), _("Changed"), waiting.drafts(user)),
        *(_translations(user) if may_translate(user) else []),
        _section("to-be-published", _("Will be published"), _("When"), waiting.to_be_published(user)),
        _section("to-be-withdrawn", _("Will be withdrawn"), _("When"), waiting.to_be_withdrawn(user)),
    ]
    return [section for section in found if section.count]


def troubles() -> list[str]:
    """What keeps published pages from the public, in sentences."""
    readers = statuses()
    found = [
        _("%(reader)s does not follow: %(error)s") % {"reader": reader.label, "error": reader.last_error}
        for reader in readers
        if reader.failing_since
    ]
    found += [
        ngettext(
            "%(reader)s has refused %(count)d published page.",
            "%(reader)s has refused %(count)d published pages.",
            reader.refused,
        )
        % {"reader": reader.label, "count": reader.refused}
        for reader in readers
        if reader.refused
    ]
    failed = StalePage.objects.filter(failures__gt=0).values("page_id").distinct().count()
    if failed:
        found.append(
            ngettext(
                "%(count)d changed page could not be written into the publication log.",
                "%(count)d changed pages could not be written into the publication log.",
                failed,
            )
            % {"count": failed}
        )
    if wrong := len(FileVerification.last().problems):
        found.append(
            ngettext(
                "%(count)d published file is missing or was changed outside the admin.",
                "%(count)d published files are missing or were changed outside the admin.",
                wrong,
            )
            % {"count": wrong}
        )
    return found


def _translations(user: AbstractUser) -> list[Section]:
    found = []
    for locale in Locale.objects.all():
        code, language = locale.language_code, locale.get_display_name()
        url = f"{reverse('cms_pages_translations')}?language={code}&what="
        found += [
            _section(
                f"to-be-translated-{code}",
                _("Translations with missing text: %(language)s") % {"language": language},
                _("Changed"),
                waiting.to_be_translated(user, locale),
                url=url.removesuffix("&what="),
            ),
            _section(
                f"not-translated-{code}",
                _("Not translated: %(language)s") % {"language": language},
                _("Published"),
                waiting.not_translated(user, locale),
                url=f"{url}never",
            ),
            _section(
                f"to-be-confirmed-{code}",
                _("Translated by a machine, to be confirmed: %(language)s") % {"language": language},
                _("Since"),
                waiting.to_be_confirmed(user, locale),
                url=f"{url}machine",
            ),
        ]
    return found


def _section(name: str, heading: str, when: str, what: Waiting, advice: str = "", url: str = "") -> Section:
    return Section(name, heading, what.count, when, what.rows, advice, url)


class WaitingPanel(Component):
    name = "waiting"
    template_name = "cms_pages/admin/dashboard.html"
    # Below what Wagtail shows first: pages that wait for this person's review.
    order = 230

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        request: HttpRequest = (parent_context or {})["request"]
        user: Any = request.user
        publishes = may_see_publication_log(user)
        return {
            "sections": sections(user),
            "troubles": troubles() if publishes else [],
            "publication_log_url": reverse("cms_pages_publication_log"),
        }


def add_waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WaitingPanel())
