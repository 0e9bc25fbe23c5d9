"""An office's people, with the rights that ``setup_roles`` gives, and what they do in the admin over HTTP."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data

from cms_pages.models import OfficeGroup
from tests.factories.trees import SiteTree

ROLES = ("director", "coordinator", "press_officer", "access_officer", "media_officer", "webmaster")


class Person:
    """Somebody with a post, logged in to the admin."""

    def __init__(self, role: str, tree: SiteTree, name: str = "") -> None:
        self.user = User.objects.create_user(name or role, email=f"{name or role}@example.org")
        group = OfficeGroup.objects.get(site=tree.site, role=role).group
        assert group is not None
        self.user.groups.add(group)
        self.client = Client()
        self.client.force_login(self.user)

    def get(self, name: str, *args: Any) -> int:
        return int(self.client.get(reverse(name, args=args)).status_code)

    def save(self, page: Page, title: str, **button: str) -> Any:
        """Send a standard page's form, with the button that was pressed."""
        form = {"title": title, "slug": page.slug, "summary": "", "comments": {}}
        data = nested_form_data(form) | {
            **{f"{rows}-{count}_FORMS": "0" for rows in ("comments",) for count in ("TOTAL", "INITIAL", "MIN_NUM")},
            "comments-MAX_NUM_FORMS": "",
            "content-count": "0",
            **button,
        }
        return self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    def submit(self, page: Page, title: str) -> None:
        self.save(page, title, **{"action-submit": "1"})

    def approve(self, page: Page, title: str) -> Any:
        return self.save(page, title, **{"action-workflow-action": "1", "workflow-action-name": "approve"})

    def publish(self, page: Page, title: str) -> Any:
        return self.save(page, title, **{"action-publish": "1"})


def set_up(tree: SiteTree) -> dict[str, Person]:
    """An office with a person in each post."""
    call_command("setup_roles", verbosity=0)
    return {role: Person(role, tree) for role in ROLES}
