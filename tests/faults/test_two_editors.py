"""Two people work on the same page or row: one does something after the other's form was read, before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from cms_pages.admin.registers import SavesOnce
from cms_pages.admin.saving import SavesWhole
from cms_pages.admin.withdrawn import ApprovalView
from cms_pages.models import Body, SectionIndexPage, StandardPage
from publications.models import Supplier, TenderPage
from publications.tenders.admin.views import RemoveStepView, StepView
from tests.factories import SectionIndexPageFactory, SiteTree, StandardPageFactory
from tests.factories.offices import set_up
from tests.factories.tenders import TenderPageFactory, ago
from tests.support.fixtures import again
from tests.unit.tenders.step_forms import drafted, errors, post, written

pytestmark = pytest.mark.django_db

SOUND: tuple[list[Any], ...] = ([], [], [], [], [])
Meanwhile = Callable[[type[Any], str, Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Has somebody else do something, once, just before a method of a view is called for the first time."""

    def arrange(view: type[Any], name: str, deed: Callable[[], object]) -> None:
        method, left = getattr(view, name), [deed]

        def first_the_other(self: Any, *args: Any, **kwargs: Any) -> Any:
            if left:
                left.pop()()
            return method(self, *args, **kwargs)

        monkeypatch.setattr(view, name, first_the_other)

    return arrange


@pytest.fixture
def clients() -> list[Client]:
    made = []
    for name in ("nje", "dy"):
        user = User.objects.create_superuser(name, password="x", first_name=name.title())
        UserProfile.objects.create(user=user, preferred_language="en")
        client = Client()
        client.force_login(user)
        made.append(client)
    return made


def save(client: Client, page: Page, title: str, **values: Any) -> Any:
    filled = {"title": title, "slug": page.slug, "summary": "", "content": streamfield([]), **values}
    address = filled.pop("to", reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return client.post(address, nested_form_data({**filled, "comments": inline_formset([])}))


def opened(client: Client, page: Page) -> str:
    """Where the form of a page is sent to by who opens it now."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return str(form.context["action_url"])


def publish(client: Client, page: Page, title: str, **values: Any) -> Any:
    return save(client, page, title, **{"action-publish": "1"}, **values)


def said(client: Client) -> list[tuple[str, str]]:
    return [(each.level_tag, unescape(str(each))) for each in client.get("/admin/").context["messages"]]


@pytest.mark.parametrize("above", [False, True])
def test_a_page_that_is_moved_meanwhile_is_published_at_its_new_place(
    site: SiteTree, clients: list[Client], meanwhile: Meanwhile, above: bool
) -> None:
    first, second = (SectionIndexPageFactory(parent=site.homes["sq"], title=title) for title in ("Njera", "Tjetra"))
    page = StandardPageFactory(parent=first, live=False, slug="faqja")
    move = reverse("wagtailadmin_pages:move_confirm", args=[first.pk if above else page.pk, second.pk])
    meanwhile(SavesWhole, "form_valid", lambda: clients[1].post(move))
    assert publish(clients[0], page, "Titulli").status_code == 302
    published = again(page)
    assert (published.live, published.title) == (True, "Titulli")
    assert published.url_path == f"{again(second).url_path}{'njera/' if above else ''}faqja/"
    assert Page.find_problems() == SOUND


def test_a_page_that_was_moved_since_it_was_read_stays_where_it_is(site: SiteTree) -> None:
    """Whoever saves it: the worker, a translation, an import."""
    first, second = (SectionIndexPageFactory(parent=site.homes["sq"], title=title) for title in ("Njera", "Tjetra"))
    page = StandardPageFactory(parent=first)
    read = StandardPage.objects.get(pk=page.pk)
    page.move(SectionIndexPage.objects.get(pk=second.pk), pos="last-child")
    read.title = "Titulli"
    read.save_revision().publish()
    assert again(page).get_parent().pk == second.pk
    assert Page.find_problems() == SOUND


def test_a_section_that_gets_a_page_meanwhile_keeps_it(
    site: SiteTree, clients: list[Client], meanwhile: Meanwhile
) -> None:
    section = SectionIndexPageFactory(parent=site.homes["sq"], title="Pjesa")
    meanwhile(SavesWhole, "form_valid", lambda: StandardPageFactory(parent=Page.objects.get(pk=section.pk)))
    publish(clients[0], section, "Pjesa e re")
    assert again(section).get_children().count() == 1
    assert Page.find_problems() == SOUND


def test_who_saves_a_page_that_is_deleted_meanwhile_is_told(
    site: SiteTree, clients: list[Client], meanwhile: Meanwhile
) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], live=False)
    delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
    meanwhile(SavesWhole, "form_valid", lambda: clients[1].post(delete))
    assert publish(clients[0], page, "Titulli").status_code == 302
    assert [level for level, _ in said(clients[0])] == ["error"]
    assert not Page.objects.filter(pk=page.pk).exists()
    assert Page.find_problems() == SOUND


@pytest.mark.parametrize("in_the_same_moment", [False, True])
def test_what_is_taken_off_the_site_meanwhile_stays_off_until_somebody_means_it(
    site: SiteTree, clients: list[Client], meanwhile: Meanwhile, in_the_same_moment: bool
) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], slug="faqja")
    address, take_off = opened(clients[0], page), reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    if in_the_same_moment:
        meanwhile(SavesWhole, "form_valid", lambda: clients[1].post(take_off))
    else:
        clients[1].post(take_off)
    assert publish(clients[0], page, "Titulli", to=address).status_code == 302
    assert any("taken off the site" in text for level, text in said(clients[0]) if level == "warning")
    assert not again(page).live
    assert again(page).get_latest_revision_as_object().title == "Titulli"
    publish(clients[0], page, "Titulli", to=opened(clients[0], page))
    assert again(page).live


@pytest.mark.parametrize("in_the_same_moment", [False, True])
def test_who_covers_anothers_version_is_told_whose(
    site: SiteTree, clients: list[Client], meanwhile: Meanwhile, in_the_same_moment: bool
) -> None:
    page = StandardPageFactory(parent=site.sections["sq"], slug="faqja")
    read = page.latest_revision
    seen = {"loaded_revision_id": str(read.pk), "loaded_revision_created_at": read.created_at.isoformat()}

    def save_first() -> None:
        publish(clients[1], page, "Njeri", **seen)

    if in_the_same_moment:
        meanwhile(SavesWhole, "form_valid", save_first)
    else:
        save_first()
    publish(clients[0], page, "Tjetri", **seen)
    (warned,) = (text for level, text in said(clients[0]) if level == "warning")
    assert "Dy saved it too" in warned
    assert reverse("wagtailadmin_pages:history", args=[page.pk]) in warned
    assert [revision.content["title"] for revision in page.revisions.order_by("pk")][-2:] == ["Njeri", "Tjetri"]
    assert not [text for level, text in said(clients[1]) if level == "warning"]


def approve_without_form(client: Client, page: Page) -> Any:
    state = TaskState.objects.get(workflow_state__object_id=str(page.pk))
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]))


@pytest.mark.parametrize("with_form", [True, False])
def test_two_approve_and_it_is_published_once(site: SiteTree, meanwhile: Meanwhile, with_form: bool) -> None:
    office = set_up(site)
    page = StandardPageFactory(parent=site.sections["sq"], live=False)
    office["press_officer"].submit(page, "Shkruar")
    view, method = (SavesWhole, "form_valid") if with_form else (ApprovalView, "post")
    meanwhile(view, method, lambda: approve_without_form(office["coordinator"].client, page))
    director = office["director"]
    answer = director.approve(page, "Shkruar") if with_form else approve_without_form(director.client, page)
    assert answer.status_code == 302
    (message,) = director.client.get("/admin/").context["messages"]
    assert message.level_tag in {"warning", "error"}
    assert again(page).live
    assert not again(page).has_unpublished_changes
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").count() == 1


@pytest.mark.parametrize("button", [{}, {"action-publish": "1"}])
def test_of_two_next_steps_of_a_tender_one_is_taken(
    site: SiteTree, clients: list[Client], meanwhile: Meanwhile, button: dict[str, str]
) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    data = {"deadline": f"{written(ago(-20))} 14:00", **button}
    meanwhile(StepView, "post", lambda: post(clients[1], page, "contract_notice", text="Njeri", **data))
    refused = post(clients[0], page, "contract_notice", text="Tjetri", **data)
    assert "Somebody changed this tender in the meantime" in str(errors(refused)["__all__"])
    assert [step.text for step in drafted(page).life.steps] == ["Njeri"]


def test_a_step_that_is_published_meanwhile_is_not_removed(
    site: SiteTree, clients: list[Client], meanwhile: Meanwhile
) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    post(clients[1], page, "contract_notice", deadline=f"{written(ago(-20))} 14:00")
    meanwhile(RemoveStepView, "post", lambda: drafted(page).get_latest_revision().publish())
    clients[0].post(reverse("publications_remove_step", args=[page.pk, 1]))
    assert ("error", "Somebody changed this tender in the meantime. Look at its steps, then save again.") in [
        (level, text.strip()) for level, text in said(clients[0])
    ]
    published = TenderPage.objects.get(pk=page.pk)
    assert published.steps.count() == len(published.get_latest_revision_as_object().life.steps) == 1


def test_a_row_that_two_enter_is_there_once(site: SiteTree, clients: list[Client], meanwhile: Meanwhile) -> None:
    supplier = {"name": "Ura", "registration_number": "81", "address": ""}
    rows = {"former_names": inline_formset([])}
    body = nested_form_data({"name": "Bordi", "key": "bordi", "kind": "assembly", **rows})
    for model, url, values in (
        (Supplier, "/admin/publications/supplier/create/", supplier),
        (Body, "/admin/cms_pages/body/create/", body),
    ):
        meanwhile(SavesOnce, "form_valid", partial(clients[1].post, url, values))
        refused = clients[0].post(url, values)
        assert refused.status_code == 200
        assert refused.context["form"].errors
        assert model._default_manager.filter(name=values["name"]).count() == 1
