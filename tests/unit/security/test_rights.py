"""What an editor may not do is refused also where the form is sent without the button: and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageViewRestriction, Site, Task, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages.models import PublishedItem, RefusedItem
from tests.factories import (
    BodyFactory,
    DocumentFactory,
    ImageFactory,
    SiteTree,
    StandardPageFactory,
)


@dataclass
class Office:
    """An editor may write and change below ``own``, but not publish; all else is other people's."""

    tree: SiteTree
    editor: User
    superuser: User
    own: Any
    live: Any
    draft: Any
    document: Any
    image: Any
    body: Any


@pytest.fixture
def office(site: SiteTree) -> Office:
    own = site.sections["sq"]
    other = StandardPageFactory(parent=site.homes["sq"], title="Të tjerëve")
    group = Group.objects.create(name="Shkruajnë në një seksion")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=own, permission=permission)
    editor = User.objects.create_user("redaktori")
    editor.groups.add(group)
    live = StandardPageFactory(parent=other, title="E publikuar")
    live.save_revision().publish()
    draft = StandardPageFactory(parent=other, title="Skicë", live=False)
    draft.save_revision()
    item = PublishedItem.objects.filter(page_id=site.homes["sq"].pk).first()
    assert item is not None
    RefusedItem.objects.create(reader="search-elasticsearch", item=item, reason="x")
    superuser = User.objects.create_superuser("admin")
    return Office(site, editor, superuser, own, live, draft, DocumentFactory(), ImageFactory(), BodyFactory())


def page_data(**values: Any) -> dict[str, Any]:
    posted: dict[str, Any] = nested_form_data(
        {
            "title": "Ndryshuar",
            "slug": "ndryshuar",
            "summary": "",
            "content": streamfield([]),
            "comments": inline_formset([]),
            **values,
        }
    )
    return posted


def bulk(action: str, **data: Any) -> Callable[[Office], tuple[str, dict[str, Any]]]:
    def post(office: Office) -> tuple[str, dict[str, Any]]:
        page = office.draft if action == "publish" else office.live
        path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return f"{path}?id={page.pk}", {name: value(office) for name, value in data.items()}

    return post


def page(view: str, data: Callable[[Office], dict[str, Any]], which: str = "live") -> Any:
    return lambda office: (reverse(f"wagtailadmin_pages:{view}", args=[getattr(office, which).pk]), data(office))


def api(action: str, data: dict[str, Any], which: str = "live") -> Any:
    def post(office: Office) -> tuple[str, dict[str, Any]]:
        name = "wagtailadmin_api:pages:action"
        return reverse(name, args=[getattr(office, which).pk, action]), data

    return post


def global_(view: str, data: Callable[[Office], dict[str, Any]], *args: Callable[[Office], Any]) -> Any:
    return lambda office: (reverse(view, args=[arg(office) for arg in args]), data(office))


def settings_of(office: Office) -> tuple[str, dict[str, Any]]:
    args = ["municipality", "municipalitysettings", office.tree.site.pk]
    return reverse("wagtailsettings:edit", args=args), {"colour": "#123456"}


POSTS: dict[str, Callable[[Office], tuple[str, dict[str, Any]]]] = {
    "edit": page("edit", lambda _: page_data()),
    "publish": page("edit", lambda _: page_data(**{"action-publish": "1"}), which="draft"),
    "unpublish": page("unpublish", lambda _: {}),
    "delete": page("delete", lambda _: {}),
    "privacy": page("set_privacy", lambda _: {"restriction_type": "login"}),
    "copy": page(
        "copy",
        lambda o: {"new_title": "Kopje", "new_slug": "kopje", "new_parent_page": o.tree.homes["sq"].pk},
    ),
    "move": lambda o: (reverse("wagtailadmin_pages:move_confirm", args=[o.live.pk, o.tree.homes["sq"].pk]), {}),
    "add": lambda o: (
        reverse("wagtailadmin_pages:add", args=["cms_pages", "standardpage", o.tree.homes["sq"].pk]),
        page_data(),
    ),
    "bulk publish": bulk("publish"),
    "bulk unpublish": bulk("unpublish"),
    "bulk delete": bulk("delete"),
    "bulk move": bulk("move", chooser=lambda o: o.tree.homes["sq"].pk),
    "api publish": api("publish", {}, which="draft"),
    "api unpublish": api("unpublish", {}),
    "api delete": api("delete", {}),
    "translate": global_(
        "wagtail_localize:submit_page_translation",
        lambda o: {"locales": [o.tree.homes["en"].locale_id]},
        lambda o: o.tree.homes["sq"].get_children().get(slug="te-tjereve").pk,
    ),
    "user": global_(
        "wagtailusers_users:add",
        lambda _: {
            "username": "i-ri",
            "email": "i-ri@example.org",
            "first_name": "I",
            "last_name": "Ri",
            "password1": "fjalëkalim-i-gjatë",
            "password2": "fjalëkalim-i-gjatë",
            "is_superuser": "on",
        },
    ),
    "own rights": global_(
        "wagtailusers_users:edit",
        lambda o: {
            "username": "redaktori",
            "email": "r@example.org",
            "first_name": "R",
            "last_name": "E",
            "is_superuser": "on",
            "is_active": "on",
        },
        lambda o: o.editor.pk,
    ),
    "delete user": global_("wagtailusers_users:delete", lambda _: {}, lambda o: o.editor.pk),
    "group": global_("wagtailusers_groups:delete", lambda _: {}, lambda o: Group.objects.get(name="Moderators").pk),
    "site": global_(
        "wagtailsites:edit",
        lambda o: {"hostname": "evil.example.net", "port": "80", "site_name": "", "root_page": o.own.pk},
        lambda o: o.tree.site.pk,
    ),
    "delete site": global_("wagtailsites:delete", lambda _: {}, lambda o: o.tree.site.pk),
    "locale": global_(
        "wagtaillocales:delete",
        lambda _: {},
        lambda o: apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code="tr")[0].pk,
    ),
    "redirect": global_(
        "wagtailredirects:add",
        lambda o: {"old_path": "/x/", "site": "", "is_permanent": "on", "redirect_link": "https://evil.example.net/"},
    ),
    "collection": global_(
        "wagtailadmin_collections:add",
        lambda o: {"name": "E re", "parent": apps.get_model("wagtailcore", "Collection").get_first_root_node().pk},
    ),
    "document": global_("wagtaildocs:delete", lambda _: {}, lambda o: o.document.pk),
    "image": global_("wagtailimages:delete", lambda _: {}, lambda o: o.image.pk),
    "workflow": global_("wagtailadmin_workflows:disable", lambda _: {}, lambda _: Workflow.objects.first().pk),
    "task": global_("wagtailadmin_workflows:disable_task", lambda _: {}, lambda _: Task.objects.first().pk),
    "body": lambda o: (reverse("cms_pages_body_modeladmin_delete", args=[o.body.pk]), {}),
    "settings": settings_of,
    "refused items": global_("cms_pages_retry_refused", lambda _: {}),
}
#: what is written by anybody's visit
LEFT_OUT = {"sessions.Session", "wagtailusers.UserProfile", "operations.Heartbeat"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    models: list[type[Model]] = [model for model in apps.get_models() if model._meta.label not in LEFT_OUT]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def post(user: User | None, made: tuple[str, dict[str, Any]]) -> Any:
    client = Client()
    if user is not None:
        client.force_login(user)
    path, data = made
    User.objects.update(last_login=None)
    return client.post(path, data)


@pytest.mark.parametrize("part", range(2))
def test_it_is_refused(office: Office, part: int) -> None:
    forms = {name: POSTS[name](office) for name in list(POSTS)[part::2]}
    before = everything()
    for name, made in forms.items():
        assert post(None, made)["Location"].startswith("/admin/login/"), name
        assert post(office.editor, made).status_code in (302, 403, 404), name
        assert everything() == before, f"{name} was not refused"
        # Who may do it can, with the same form: else this would prove nothing.
        with transaction.atomic():
            post(office.superuser, made)
            assert everything() != before, f"{name} does nothing"
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()


def test_own_page_is_written_but_not_published(office: Office) -> None:
    page = StandardPageFactory(parent=office.own, title="E vjetër", live=False)
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = post(office.editor, (path, page_data(**{"action-publish": "1"})))
    assert response.status_code == 302
    page.refresh_from_db()
    assert (page.live, page.get_latest_revision_as_object().title) == (False, "Ndryshuar")


@pytest.mark.parametrize("view", ["unpublish", "delete", "set_privacy"])
def test_own_section_is_no_more_theirs_than_that(office: Office, view: str) -> None:
    page = StandardPageFactory(parent=office.own, title="E publikuar prej të tjerëve", owner=office.superuser)
    response = post(
        office.editor, (reverse(f"wagtailadmin_pages:{view}", args=[page.pk]), {"restriction_type": "login"})
    )
    assert response.status_code in (302, 403)
    page.refresh_from_db()
    assert page.live
    assert not PageViewRestriction.objects.exists()


def test_own_page_does_not_leave_for_where_its_editor_may_not_write(office: Office) -> None:
    page = StandardPageFactory(parent=office.own, live=False, owner=office.editor)
    target = office.tree.homes["sq"]
    post(office.editor, (reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]), {}))
    page.refresh_from_db()
    assert page.get_parent().pk == office.own.pk
