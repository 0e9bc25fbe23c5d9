"""Gives an office its groups and its workflow, and leaves alone what the office changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms_pages.models import OfficeGroup, OfficeWorkflow, TwoPersonApprovalTask
from cms_pages.registry import role_permissions, role_permissions_alone, role_settings
from cms_pages.roles.roles import ROLES, Role


@dataclass
class Office:
    """The office of a municipality. ``report`` says what was done, a line each, and what was left and why."""

    site: Site
    #: whether other municipalities share the installation
    shares: bool
    report: list[str] = field(default_factory=list)

    def set_up(self) -> None:
        """Make what is missing. Must be called within a transaction."""
        with translation.override(settings.LANGUAGE_CODE):
            groups = {role.name: self._group(role) for role in ROLES}
            approving = [group for role in ROLES if role.approves and (group := groups[role.name]) is not None]
            self._workflow(approving)

    def _group(self, role: Role) -> Group | None:
        kept = OfficeGroup.objects.filter(site=self.site, role=role.name).first() or self._make_group(role)
        if kept is None:
            return None
        group = kept.group
        if group is None:
            self.report.append(f"The group of the {role.name} was deleted since: left so.")
            return None
        new = [right for right in self._rights(role) if self._is_new(kept, right.key)]
        _give(group, new)
        self.report += [f"“{group.name}” may {right.says}." for right in new]
        kept.save()
        return group

    def _make_group(self, role: Role) -> OfficeGroup | None:
        name = self._name(str(role.label))
        if Group.objects.filter(name=name).exists():
            self.report.append(f"There is another group “{name}”: left alone. Rename it, and run this again.")
            return None
        self.report.append(f"Made the group “{name}”.")
        return OfficeGroup(site=self.site, role=role.name, group=Group.objects.create(name=name))

    def _rights(self, role: Role) -> Iterator[Right]:
        own = role_permissions.get(role.name, ())
        alone = (*role.alone, *role_permissions_alone.get(role.name, ()))
        for name in (*role.everywhere, *own, *(() if self.shares else alone)):
            yield from self._right(name, name, name)
        for home in self._homes:
            for action in role.pages:
                says = f"{action} pages below “{home.title}” ({home.locale.language_code})"
                yield from self._right(f"wagtailcore.{action}_page", f"{action} pages {home.pk}", says, page=home)
        collection = self._collection
        for name in role.files:
            says = f"{name} in “{collection.name}”"
            yield from self._right(name, f"{name} {collection.pk}", says, collection=collection)
        for name in role_settings.get(role.name, ()):
            yield from self._right(name, f"{name} site {self.site.pk}", f"{name} of {self.site}", site=self.site)

    def _right(self, name: str, key: str, says: str, **where: Any) -> Iterator[Right]:
        """The right for a permission; none where its app is not installed."""
        if permission := self._permissions.get(name):
            yield Right(key, says, permission, **where)

    @cached_property
    def _permissions(self) -> dict[str, Permission]:
        """By ``app.codename``."""
        found: dict[str, Permission] = {}
        for permission in Permission.objects.select_related("content_type"):
            found.setdefault(f"{permission.content_type.app_label}.{permission.codename}", permission)
        return found

    @cached_property
    def _homes(self) -> list[Page]:
        homes = self.site.root_page.get_translations(inclusive=True).filter(alias_of=None)
        return list(homes.select_related("locale").order_by("pk"))

    @cached_property
    def _collection(self) -> Collection:
        """Where the office's files are: a collection of its own where several municipalities share the installation."""
        root: Collection = Collection.get_first_root_node()
        if not self.shares:
            return root
        name = self.site.site_name or self.site.hostname
        found: Collection | None = root.get_children().filter(name=name).first()
        if found is None:
            found = root.add_child(name=name)
            self.report.append(f"Made the collection “{name}”.")
        return found

    def _workflow(self, approving: list[Group]) -> None:
        kept = OfficeWorkflow.objects.filter(site=self.site).first() or self._make_workflow()
        workflow = kept.workflow
        if workflow is None:
            self.report.append("The workflow was deleted since: left so.")
            return
        task = TwoPersonApprovalTask.objects.filter(workflow_tasks__workflow=workflow).first()
        for group in approving if task is not None else ():
            if self._is_new(kept, f"approved by {group.pk}"):
                task.groups.add(group)
                self.report.append(f"“{group.name}” approves what others submit.")
        for home in self._homes:
            if self._is_new(kept, f"for pages {home.pk}"):
                place = f"pages below “{home.title}” ({home.locale.language_code})"
                if WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})[1]:
                    self.report.append(f"The workflow is that of {place}.")
                else:
                    self.report.append(f"There is another workflow for {place}: left so.")
        kept.save()

    def _make_workflow(self) -> OfficeWorkflow:
        name = self._name(_("Approval by two"))
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=TwoPersonApprovalTask.objects.create(name=name))
        self.report.append(f"Made the workflow “{name}”.")
        return OfficeWorkflow(site=self.site, workflow=workflow)

    @staticmethod
    def _is_new(kept: OfficeGroup | OfficeWorkflow, key: str) -> bool:
        """Whether something was never given before; from now on it was."""
        if key in kept.given:
            return False
        kept.given.append(key)
        return True

    def _name(self, label: str) -> str:
        return f"{label} – {self.site.site_name or self.site.hostname}" if self.shares else label


@dataclass(frozen=True)
class Right:
    """A permission, for all or for a page and all below it, a collection or a site. ``key`` names it for good."""

    key: str
    says: str
    permission: Permission
    page: Page | None = None
    collection: Collection | None = None
    site: Site | None = None


def _give(group: Group, rights: list[Right]) -> None:
    """Give what the group does not have. There are hundreds: they are not asked for one by one."""
    group.permissions.add(*(each.permission for each in rights if not (each.page or each.collection or each.site)))
    places: tuple[tuple[Any, str], ...] = (
        (GroupPagePermission, "page"),
        (GroupCollectionPermission, "collection"),
        (GroupSitePermission, "site"),
    )
    for model, name in places:
        given = [
            model(group=group, permission=each.permission, **{name: place})
            for each in rights
            if (place := getattr(each, name)) is not None
        ]
        model.objects.bulk_create(given, ignore_conflicts=True)


def set_up_offices() -> list[str]:
    """Set up the office of every site. Returns what was done. Must be called within a transaction."""
    report = []
    sites = list(Site.objects.select_related("root_page").order_by("pk"))
    for site in sites:
        office = Office(site, shares=len(sites) > 1)
        office.set_up()
        report += [f"{site.hostname}: {line}" for line in office.report] if office.shares else office.report
    return report
