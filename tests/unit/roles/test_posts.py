"""What each post may do in the admin, and what it may not."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Locale, Site

from tests.factories import BodyFactory, SiteTree, StandardPageFactory
from tests.factories.offices import ROLES, Person, set_up

# Wagtail asks for rights in the same way on every database; test_setup_roles.py is for giving them.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
HOME = 302  # sent back to the admin's first page, with a sentence

#: views, with who may open them
VIEWS = {
    ("cms_pages_body_modeladmin_create",): {"director", "coordinator", "access_officer"},
    ("cms_pages_signer_modeladmin_create",): {"director", "coordinator", "access_officer"},
    ("publications_supplier_modeladmin_create",): {"director", "coordinator", "access_officer"},
    ("publications_valueclass_modeladmin_create",): {"director", "coordinator", "access_officer"},
    ("wagtailimages:add",): set(ROLES) - {"access_officer"},
    ("wagtaildocs:add",): set(ROLES),
    ("wagtailredirects:index",): {"webmaster"},
    ("wagtaillocales:index",): {"webmaster"},
    ("wagtailusers_users:index",): {"webmaster"},
    ("wagtailusers_groups:index",): set(),
    ("wagtailsites:index",): set(),
    ("wagtailadmin_workflows:index",): set(),
    ("wagtailadmin_collections:index",): {"webmaster"},
    ("wagtailsettings:edit", "municipality", "municipalitysettings"): {"director", "webmaster"},
    ("cms_pages_publication_log",): {"director"},
}


@pytest.fixture
def office(site: SiteTree) -> dict[str, Person]:
    return set_up(site)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view[0])
def test_view_is_open_to_the_posts_that_need_it(office: dict[str, Person], view: tuple[str, ...]) -> None:
    found = {role for role, person in office.items() if opens(person, *view)}
    assert found == VIEWS[view]


def opens(person: Person, name: str, *args: Any) -> bool:
    response = person.client.get(reverse(name, args=args), follow=True)
    return response.status_code == 200 and response.redirect_chain[-1:] != [(reverse("wagtailadmin_home"), HOME)]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_only_the_director_publishes_alone(office: dict[str, Person], site: SiteTree, role: str, language: str) -> None:
    page = StandardPageFactory(parent=site.sections[language], live=False, owner=office[role].user)
    office[role].publish(page, "Ndryshuar")
    page.refresh_from_db()
    assert page.live == (role == "director")
    # What was written is not lost.
    assert page.get_latest_revision_as_object().title == "Ndryshuar"


@pytest.mark.parametrize("role", ROLES)
def test_only_the_director_withdraws(office: dict[str, Person], site: SiteTree, role: str) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], owner=office[role].user)
    office[role].client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page.refresh_from_db()
    assert page.live == (role != "director")


@pytest.mark.parametrize("role", ROLES)
def test_what_is_published_is_deleted_by_nobody_but_the_director(
    office: dict[str, Person], site: SiteTree, role: str
) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], owner=office[role].user)
    office[role].client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert type(page).objects.filter(pk=page.pk).exists() == (role != "director")


@pytest.mark.parametrize("role", ROLES)
def test_all_write_drafts_and_the_media_officer_only_their_own(
    office: dict[str, Person], site: SiteTree, role: str
) -> None:
    own = StandardPageFactory(parent=site.sections["sq"], live=False, owner=office[role].user)
    others = StandardPageFactory(parent=site.sections["sq"], live=False)
    assert office[role].get("wagtailadmin_pages:add", "cms_pages", "standardpage", site.sections["sq"].pk) == 200
    assert office[role].get("wagtailadmin_pages:edit", own.pk) == 200
    assert office[role].get("wagtailadmin_pages:edit", others.pk) == (302 if role == "media_officer" else 200)


@pytest.mark.parametrize("role", ["director", "coordinator", "access_officer"])
def test_only_director_and_coordinator_delete_from_registers(
    office: dict[str, Person], site: SiteTree, role: str
) -> None:
    body = BodyFactory()
    office[role].client.post(reverse("cms_pages_body_modeladmin_delete", args=[body.pk]))
    assert type(body).objects.exists() == (role == "access_officer")


def user_form(user: User, **values: Any) -> dict[str, Any]:
    return {"username": user.username, "email": "u@example.org", "first_name": "A", "last_name": "B", **values}


def test_webmaster_keeps_users_but_makes_no_administrator(office: dict[str, Person]) -> None:
    client, user = office["webmaster"].client, office["press_officer"].user
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    client.post(url, user_form(user, is_active="on", first_name="Ardita"))
    user.refresh_from_db()
    assert user.first_name == "Ardita"
    client.post(url, user_form(user, is_active="on", is_superuser="on"))
    client.post(reverse("wagtailusers_users:add"), {**user_form(user), "username": "new", "is_superuser": "on"})
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize("view", ["edit", "delete"])
def test_webmaster_does_not_touch_an_administrator(office: dict[str, Person], view: str) -> None:
    admin = User.objects.create_superuser("admin", password="fjalëkalim")
    url = reverse(f"wagtailusers_users:{view}", args=[admin.pk])
    form = user_form(admin, is_active="on", password1="i-ri-dhe-i-gjatë", password2="i-ri-dhe-i-gjatë")
    assert office["webmaster"].client.post(url, form).status_code == 302
    admin.refresh_from_db()
    assert admin.check_password("fjalëkalim")
    bulk = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    office["webmaster"].client.post(f"{bulk}?id={admin.pk}", {"mark_as_active": "False"})
    admin.refresh_from_db()
    assert admin.is_active


def test_administrator_still_makes_administrators(office: dict[str, Person]) -> None:
    client, user = office["webmaster"].client, office["press_officer"].user
    User.objects.filter(pk=office["webmaster"].user.pk).update(is_superuser=True)
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), user_form(user, is_active="on", is_superuser="on"))
    user.refresh_from_db()
    assert user.is_superuser


def test_nobody_sees_the_admin_of_an_office_without_a_post(site: SiteTree) -> None:
    assert Locale.objects.count() == 3
    assert Site.objects.count() == 1
    office = set_up(site)
    office["press_officer"].user.groups.clear()
    assert office["press_officer"].get("wagtailadmin_home") == 302
