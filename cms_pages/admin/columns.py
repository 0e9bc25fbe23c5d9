"""Columns of the lists of pages of a type, which cost the same for a few rows and for many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.wagtail_hooks import PageListingDeleteButton, PageListingMoveButton
from wagtail.admin.widgets.button import Button, ButtonWithDropdownFromHook
from wagtail_localize.wagtail_hooks import page_listing_more_buttons as buttons_of_localize

from cms_pages.admin.languages import versions_of
from cms_pages.publishing.models import PublishedItem
from cms_pages.registry import publication_type_of


def with_state_and_change(pages: QuerySet[Any]) -> QuerySet[Any]:
    """``pages`` with ``item_state``, as it is published, and ``changed_by``: who wrote the newest version."""
    item = PublishedItem.objects.live().filter(page_id=OuterRef("pk"))
    name = Trim(Concat("latest_revision__user__first_name", Value(" "), "latest_revision__user__last_name"))
    annotated: QuerySet[Any] = pages.annotate(
        item_state=Subquery(item.values("item_state")[:1]),
        changed_by=Coalesce(NullIf(name, Value("")), F("latest_revision__user__username")),
    )
    return annotated


class ShortDateColumn(Column):
    def get_value(self, instance: Any) -> str:
        value: date | None = super().get_value(instance)
        return date_format(value, "SHORT_DATE_FORMAT") if value else ""


class ShortMomentColumn(Column):
    def get_value(self, instance: Any) -> str:
        value: datetime | None = super().get_value(instance)
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT") if value else ""


class ChangeColumn(ShortMomentColumn):
    """When the newest version was written, and by whom: of ``with_state_and_change``."""

    cell_template_name = "cms_pages/admin/columns/change.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "by": instance.changed_by}


class ItemStateColumn(Column):
    """What time and other pages made of what is published: of ``with_state_and_change``."""

    def get_value(self, instance: Any) -> str:
        known = publication_type_of(type(instance))
        return str(dict(known.states).get(instance.item_state, "")) if known is not None else ""


class LanguagesColumn(Column):
    """How far a page is in each language: of ``know_rows``."""

    cell_template_name = "cms_pages/admin/columns/languages.html"

    def get_value(self, instance: Any) -> Any:
        return instance.versions


def know_rows(pages: Iterable[Any], user: Any) -> None:
    """Give each page its ``versions``, and read once what Wagtail would read for each."""
    pages = list(pages)
    versions = versions_of(pages, user)
    tasks: dict[int, Any] = {}
    for page in pages:
        page.versions = versions[page.translation_key]
        if page.current_workflow_state is not None and (reviewed := page.current_workflow_state.current_task_state):
            reviewed.task = tasks.setdefault(reviewed.task_id, reviewed.task)


class RowMenu(ButtonWithDropdownFromHook):
    """Wagtail's menu beside a page, without what asks the database for each.

    Translating has a column of its own; moving and deleting are below the list, for what is ticked there.
    """

    @cached_property
    def dropdown_buttons(self) -> list[Button]:
        named = {"page": self.page, "user": self.user, "next_url": self.next_url}
        offering = [offer for offer in hooks.get_hooks(self.hook_name) if offer is not buttons_of_localize]
        offered = [button for offer in offering for button in offer(**named)]
        kept = [button for button in offered if not isinstance(button, PageListingMoveButton | PageListingDeleteButton)]
        shown = [button for button in kept if not isinstance(button, MenuItem) or button.is_shown(self.user)]
        return [Button.from_menu_item(button) if isinstance(button, MenuItem) else button for button in shown]


class TitleColumn(PageTitleColumn):
    cell_template_name = "cms_pages/admin/columns/title.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        menu = RowMenu(
            hook_name="register_page_listing_more_buttons",
            label="",
            page=instance,
            user=parent_context["request"].user,
            next_url=context["actions_next_url"],
            icon_name="dots-horizontal",
            attrs={"aria-label": _("More options for '%(title)s'") % {"title": instance.get_admin_display_title()}},
        )
        return {**context, "buttons": [menu]}
