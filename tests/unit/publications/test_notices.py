"""Calls and vacancies: what the form refuses, and what becomes of them with time."""

import datetime
import json
import threading
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms_pages.models import LogState, PublishedItem
from cms_pages.publishing.worker import Worker
from publications.models import NoticePage
from tests.factories import BodyFactory, DocumentFactory, NoticePageFactory, SiteTree, publish_translation
from tests.support.fixtures import project

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


def data(**values: Any) -> dict[str, Any]:
    """What the form sends of a public call that closes in a week."""
    sent: dict[str, Any] = nested_form_data(
        {
            "title": "Thirrje",
            "slug": "thirrje",
            "kind": "public_call",
            "reference": "",
            "date": str(TODAY()),
            "body": "",
            "deadline": moment(timezone.now() + 7 * DAY),
            "summary": "",
            "content": streamfield([]),
            "results_date": "",
            "results": streamfield([]),
            "comments": inline_formset([]),
            **values,
        }
    )
    return sent


def moment(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def add(editor: Client, site: SiteTree, *, publish: bool = True, **values: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["publications", "noticepage", site.sections["sq"].pk])
    action = {"action-publish": "1"} if publish else {}
    return editor.post(address, {**data(**values), **action}, HTTP_ACCEPT_LANGUAGE="en")


def change(editor: Client, page: NoticePage, **values: Any) -> Any:
    own = {"date": str(page.date), "deadline": moment(page.deadline) if page.deadline else ""}
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = {**data(**{**own, **values}), "action-publish": "1"}
    return editor.post(address, sent, HTTP_ACCEPT_LANGUAGE="en")


def refusals(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    errors: dict[str, list[str]] = response.context["form"].errors
    return errors


def closed_call(site: SiteTree, **values: Any) -> NoticePage:
    """A call of last month that closed last week."""
    made: NoticePage = NoticePageFactory(
        parent=site.sections["sq"],
        **{"date": TODAY() - 30 * DAY, "deadline": timezone.now() - 7 * DAY, "slug": "thirrje", **values},
    )
    project()
    return made


def item_of(page: Any) -> PublishedItem:
    return PublishedItem.objects.get(page_id=page.pk)


def test_call_is_published_open(editor: Client, site: SiteTree) -> None:
    assert add(editor, site).status_code == 302
    project()
    page = NoticePage.objects.get()
    payload = json.loads(item_of(page).payload)
    assert (page.live, item_of(page).item_state, payload["state"], payload["results"]) == (True, "open", "open", None)
    assert datetime.datetime.fromisoformat(payload["deadline"]) == page.deadline


@pytest.mark.parametrize("kind", ["public_call", "vacancy"])
def test_call_needs_a_deadline_to_be_published(editor: Client, site: SiteTree, kind: str) -> None:
    assert set(refusals(add(editor, site, kind=kind, deadline=""))) == {"deadline"}
    assert add(editor, site, kind=kind, deadline="", publish=False).status_code == 302


@pytest.mark.parametrize(("field", "other"), [("starts_at", {}), ("ends_at", {"starts_at": "2026-12-01 10:00"})])
def test_invitation_begins_and_ends_in_a_year_that_can_be(
    editor: Client, site: SiteTree, field: str, other: dict[str, str]
) -> None:
    sent: dict[str, Any] = {**other, field: "2206-12-01 12:00"}
    assert set(refusals(add(editor, site, kind="invitation", **sent))) == {field}


@pytest.mark.parametrize("kind", ["notice", "invitation"])
def test_notice_needs_none(editor: Client, site: SiteTree, kind: str) -> None:
    assert add(editor, site, kind=kind, deadline="").status_code == 302
    project()
    assert json.loads(item_of(NoticePage.objects.get()).payload)["state"] is None


@pytest.mark.parametrize("day", ["30.11.2099", "2099-11-30"])
def test_deadline_without_a_time_is_refused_at_the_field(editor: Client, site: SiteTree, day: str) -> None:
    # Django takes it for midnight, at which the day only begins.
    for publish in (True, False):
        response = add(editor, site, deadline=day, publish=publish)
        assert refusals(response) == {"deadline": ["Write the time, too: 30.11.2026 16:00."]}


def test_deadline_in_the_past_is_refused_at_the_field(editor: Client, site: SiteTree) -> None:
    response = add(editor, site, date=str(TODAY() - 2 * DAY), deadline=moment(timezone.now() - DAY))
    assert refusals(response) == {"deadline": ["This deadline has passed. Give people time to apply."]}
    assert not NoticePage.objects.exists()


@pytest.mark.parametrize("field", ["go_live_at", "deadline", "starts_at"])
def test_the_first_years_are_refused_at_the_field_also_in_a_draft(editor: Client, site: SiteTree, field: str) -> None:
    # There they are not yet in UTC, in which a revision keeps them.
    response = add(editor, site, **{field: "0001-01-01 00:00"}, publish=False)
    assert set(refusals(response)) == {field}


def late_call(site: SiteTree) -> Any:
    """A draft that waited until its deadline had passed."""
    page = NoticePageFactory(parent=site.sections["sq"], live=False, first_published_at=None, title="E vonuar")
    page.deadline = timezone.now() - datetime.timedelta(minutes=5)
    page.save_revision()
    return page


PASSED = "This deadline has passed. Give people time to apply."


def test_deadline_in_the_past_is_refused_when_several_are_published(editor: Client, site: SiteTree) -> None:
    late, other = late_call(site), NoticePageFactory(parent=site.sections["sq"], live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(f"{url}?id={late.pk}&id={other.pk}&next=/admin/", follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert f"Deadline: {PASSED}" in unescape(answer.content.decode())
    assert set(NoticePage.objects.filter(live=True)) == {other}


@pytest.mark.parametrize("ajax", [{}, {"X-Requested-With": "XMLHttpRequest"}])
def test_deadline_in_the_past_is_refused_where_it_is_approved(
    editor: Client, site: SiteTree, ajax: dict[str, str]
) -> None:
    late = late_call(site)
    late.get_workflow().start(late, None)
    state = late.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[late.pk, "approve", state.pk])
    answer = editor.post(url, {"comment": ""}, headers={"Accept-Language": "en", **ajax})
    assert [str(message).strip() for message in get_messages(answer.wsgi_request)] == [
        f"“E vonuar” cannot be published. Deadline: {PASSED}"
    ]
    state.refresh_from_db()
    assert (NoticePage.objects.get().live, state.status) == (False, "in_progress")


def test_translation_of_a_call_that_closed_meanwhile_may_be_published(site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"], title="Thirrje")
    page.save_revision().publish()
    translation = publish_translation(page, "en", publish=False)
    translation.deadline = timezone.now() - DAY
    translation.check_publishing()


def test_deadline_before_the_planned_publication_is_refused(editor: Client, site: SiteTree) -> None:
    response = add(editor, site, go_live_at=moment(timezone.now() + 8 * DAY))
    assert set(refusals(response)) == {"deadline"}


def test_old_call_can_be_corrected(editor: Client, site: SiteTree) -> None:
    page = closed_call(site)
    assert change(editor, page, title="Thirrje e përmirësuar").status_code == 302
    page.refresh_from_db()
    assert page.title == "Thirrje e përmirësuar"


def test_dates_out_of_order_are_refused_at_their_fields(editor: Client, site: SiteTree) -> None:
    early = {"date": str(TODAY()), "deadline": moment(timezone.now() - 5 * DAY)}
    page = closed_call(site)
    assert set(refusals(change(editor, page, **early))) == {"deadline"}
    text = {"results": streamfield([("rich_text", rich_text("<p>Lista</p>"))])}
    for day in (TODAY() - 8 * DAY, TODAY() + DAY):
        assert set(refusals(change(editor, page, results_date=str(day), **text))) == {"results_date"}
    assert set(refusals(change(editor, page, **text))) == {"results_date"}
    assert set(refusals(change(editor, page, results_date=str(TODAY())))) == {"results"}


def test_year_that_cannot_be_right_is_refused(site: SiteTree) -> None:
    with pytest.raises(ValidationError) as refused:
        NoticePageFactory(parent=site.sections["sq"], deadline=timezone.now() + 6 * 366 * DAY)
    assert set(refused.value.error_dict) == {"deadline"}


def test_results_are_added_later_and_open_nothing(editor: Client, site: SiteTree) -> None:
    page = closed_call(site)
    before = item_of(page)
    assert before.item_state == "closed"
    document = DocumentFactory(title="Lista e përfituesve")
    listed = {"count": 1, "0-deleted": "", "0-order": "0", "0-value": document.pk, "0-type": "item", "0-id": ""}
    blocks = [
        ("rich_text", rich_text("<p>U përkrahën shtatë shoqata.</p>")),
        ("document_list", {"heading": "", "documents": listed}),
    ]
    response = change(editor, page, results_date=str(TODAY()), results=streamfield(blocks))
    assert response.status_code == 302, refusals(response)
    project()
    item = item_of(page)
    payload = json.loads(item.payload)
    assert (item.item_state, payload["state"], item.changes_at) == ("results", "results", None)
    assert item.sequence > before.sequence
    assert payload["results"]["date"] == str(TODAY())
    assert "U përkrahën shtatë shoqata." in payload["results"]["content"]
    assert [file["title"] for file in payload["results"]["files"]] == ["Lista e përfituesve"]
    assert "shtatë shoqata" in item.text
    assert [file.document_id for file in item.files.all()] == [document.pk]


def test_deadline_moved_past_the_results_is_refused(editor: Client, site: SiteTree) -> None:
    page = closed_call(site, results_date=TODAY() - DAY, results=[("rich_text", "<p>Lista</p>")])
    later = moment(timezone.now() + 3 * DAY)
    results = streamfield([("rich_text", rich_text("<p>Lista</p>"))])
    response = change(editor, page, deadline=later, results_date=str(page.results_date), results=results)
    assert set(refusals(response)) == {"results_date"}


def test_page_list_and_home_say_how_long_it_is_open(client: Client, site: SiteTree) -> None:
    deadline = timezone.localtime(timezone.now() + 7 * DAY).replace(hour=15, minute=30)
    page = NoticePageFactory(parent=site.sections["sq"], title="Thirrje për shoqata", deadline=deadline)
    closed_call(site, title="Thirrje e vjetër")
    project()
    for address in (page.url, site.sections["sq"].url, site.homes["sq"].url):
        shown = client.get(address).content.decode()
        assert "15:30" in shown, address
        assert "Thirrje për shoqata" in shown
    assert "Thirrje e vjetër" not in client.get(site.homes["sq"].url).content.decode()
    section = client.get(site.sections["sq"].url, {"state": "closed"}).content.decode()
    assert "Thirrje e vjetër" in section
    assert "Thirrje për shoqata" not in section


def test_home_shows_first_what_closes_first(client: Client, site: SiteTree) -> None:
    for days in (9, 3, 6, 12):
        NoticePageFactory(parent=site.sections["sq"], title=f"Afati {days:02}", deadline=timezone.now() + days * DAY)
    project()
    shown = client.get(site.homes["sq"].url).content.decode()
    places = [shown.find(f"Afati {days}") for days in ("03", "06", "09", "12")]
    assert places[:3] == sorted(places[:3])
    assert places[0] > 0
    assert places[3] == -1


def test_page_shows_results_before_the_text(client: Client, site: SiteTree) -> None:
    page = closed_call(site, results_date=TODAY(), results=[("rich_text", "<p>Lista e përfituesve</p>")])
    shown = client.get(page.url).content.decode()
    assert 0 < shown.find("Lista e përfituesve") < shown.find("Aplikoni në sportelin")


def test_translation_without_the_results_says_where_they_are(client: Client, site: SiteTree) -> None:
    page = closed_call(site)
    translation = publish_translation(page, "en")
    page.results_date, page.results = TODAY(), [("rich_text", "<p>Lista</p>")]
    page.save_revision().publish()
    project()
    item = item_of(translation)
    assert (item.item_state, json.loads(item.payload)["results"]["content"]) == ("results", "")
    assert f'{page.url}#results"' in client.get(translation.url).content.decode()


def test_facts_of_a_translation_are_those_of_the_original(site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"], reference="07/2025", body=BodyFactory())
    translation = publish_translation(page, "sr-latn")
    page.deadline += DAY
    page.save_revision().publish()
    translation.refresh_from_db()
    assert (translation.deadline, translation.reference) == (page.deadline, "07/2025")


def test_worker_closes_it_in_every_language(site: SiteTree) -> None:
    page = NoticePageFactory(parent=site.sections["sq"], deadline=timezone.now() + datetime.timedelta(hours=1))
    versions = [page, publish_translation(page, "sr-latn")]
    project()
    then = timezone.now() - datetime.timedelta(seconds=1)
    NoticePage.objects.update(deadline=then)
    PublishedItem.objects.exclude(changes_at=None).update(changes_at=then)
    LogState.objects.update(next_change=then)
    Worker(threading.Event()).step()
    assert [item_of(version).item_state for version in versions] == ["closed", "closed"]
