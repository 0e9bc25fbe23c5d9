"""Where several municipalities share the installation, the editors of one learn no title of another's draft."""

import datetime
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, GroupPagePermission, Page, PageViewRestriction, TaskState

from cms_pages.models import StalePage
from publications.models import Act
from tests.factories import (
    BodyFactory,
    CalendarPageFactory,
    DecisionPageFactory,
    DocumentFactory,
    EventPageFactory,
    ImageFactory,
    NewsPageFactory,
    RecordingFactory,
    SectionIndexPageFactory,
    SiteTree,
    StandardPageFactory,
    make_site,
)
from tests.factories.offices import Person, set_up

#: the beginning of every title that is not to be read
TOKEN = "Fshehtas"
NOW = timezone.now()


@dataclass
class Neighbours:
    """``people`` are of one municipality, the pages of another; ``own`` is a page of the former."""

    people: dict[str, Person]
    own: Page
    tree: SiteTree
    public: Page
    hidden: list[Page] = field(default_factory=list)
    files: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def neighbours(site: SiteTree) -> Neighbours:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    people = set_up(site)
    own = StandardPageFactory(parent=site.sections["sq"], title="Jona")
    section = other.sections["sq"]
    public = StandardPageFactory(parent=section, title="E hapur e tyre")
    made = Neighbours(people, own, other, public)
    collection = Collection.objects.get(name="tjeter")
    made.files = {
        "document": DocumentFactory(title=f"{TOKEN} dokument", collection=collection),
        "image": ImageFactory(title=f"{TOKEN} foto", collection=collection),
        "recording": RecordingFactory(title=f"{TOKEN} video", collection=collection),
    }
    body = BodyFactory(name="Organi i përbashkët")
    draft = NewsPageFactory(parent=section, title=f"{TOKEN} draft", live=False)
    changed = NewsPageFactory(parent=section, title="Lajm i tyre")
    changed.title = f"{TOKEN} ndryshim"
    changed.save_revision()
    private = SectionIndexPageFactory(parent=section, title=f"{TOKEN} privat")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    below = StandardPageFactory(parent=private, title=f"{TOKEN} brenda")
    expired = StandardPageFactory(parent=section, title=f"{TOKEN} i skaduar")
    Page.objects.filter(pk=expired.pk).update(expire_at=NOW - datetime.timedelta(days=1))
    calendar = CalendarPageFactory(parent=section, title=f"{TOKEN} kalendar", live=False)
    event = EventPageFactory(parent=calendar, title=f"{TOKEN} takim")
    act = DecisionPageFactory(parent=section, title=f"{TOKEN} vendim", body=body, live=False)
    made.hidden = [draft, changed, private, below, expired, calendar, event, act]
    clerk = Person("press_officer", other, "zyrtari-i-tyre")
    for page in (draft, act):
        page.save_revision(user=clerk.user, log_action=True)
        page.get_workflow().start(page, clerk.user)
    assert StalePage.objects.filter(page_id=draft.pk).exists(), "the report of the log would show it"
    return made


def lists(theirs: Neighbours) -> list[str]:
    section = theirs.tree.sections["sq"].pk
    others = ("decisions", "news", "events", "acts", "acts/results", "documents", "images", "media")
    reports = ("locked", "workflow", "workflow_tasks", "site-history", "aging-pages", "page-types-usage")
    return [
        "",
        "pages/",
        f"pages/search/?q={TOKEN}",
        f"pages/?q={TOKEN}&search_all=1",
        f"choose-page/search/?q={TOKEN}",
        "choose-page/search/?q=Lajm",
        f"choose-page/{section}/",
        *(f"choose-page/?page_type={name}" for name in ("publications.EventPage", "publications.NewsPage", "a.b")),
        *(f"api/main/{name}/" for name in ("pages", "images", "documents")),
        *(f"reports/{name}/" for name in (*reports, "publication-log", "translations-to-make")),
        *(f"{name}/" for name in others),
        *(f"{name}/chooser/?q={TOKEN}" for name in ("documents", "images", "media")),
        *(f"bulk/wagtailcore/page/{action}/?id=all&childOf={section}" for action in ("publish", "move", "delete")),
    ]


def own_addresses(theirs: Neighbours) -> list[str]:
    """Those of each thing that is hidden."""
    acts = Act.objects.values_list("pk", flat=True)
    draft, changed, private, *_others, act = theirs.hidden
    ids = [page.pk for page in (draft, changed, private, act)]
    state = TaskState.objects.filter(revision__object_id=str(act.pk)).get()
    files = {name: file.pk for name, file in theirs.files.items()}
    views = ("edit", "history", "usage", "copy", "move", "delete", "unpublish", "privacy", "view_draft", "add_subpage")
    return [
        *(f"pages/{pk}/{view}/" for pk in ids[::2] for view in views),
        *(f"pages/{pk}/" for pk in ids),
        f"pages/{draft.pk}/results/",
        *(f"choose-page/{pk}/" for pk in ids),
        *(f"choose-page/chosen-multiple/?id={pk}" for pk in ids),
        *(f"pages/{theirs.own.pk}/move/{pk}/confirm/" for pk in ids),
        *(f"pages/{pk}/move/{theirs.own.pk}/confirm/" for pk in ids),
        *(f"pages/{pk}/revisions/compare/earliest...latest/" for pk in ids),
        *(
            f"pages/workflow/{view}/{pk}/approve/{state.pk}/"
            for pk in ids
            for view in ("action", "collect_action_data")
        ),
        *(f"pages/workflow/preview/{pk}/{state.task_id}/" for pk in ids),
        *(f"api/main/pages/{pk}/" for pk in ids),
        *(f"bulk/wagtailcore/page/{action}/?id={draft.pk}&id={act.pk}" for action in ("publish", "move", "delete")),
        *(f"acts/chosen/{pk}/" for pk in acts),
        *(f"acts/chosen-multiple/?id={pk}" for pk in acts),
        f"documents/chooser/chosen/{files['document']}/",
        f"images/chooser/chosen/{files['image']}/",
        f"media/usage/{files['recording']}/",
        f"api/main/documents/{files['document']}/",
        f"api/main/images/{files['image']}/",
        f"bulk/wagtaildocs/document/delete/?id={files['document']}",
        f"bulk/wagtailimages/image/delete/?id={files['image']}",
    ]


def shown(client: Client, address: str) -> str:
    """All that is said, also afterwards."""
    answer: Any = client.get(f"/admin/{address}", follow=True)
    assert answer.status_code < 500, address
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def test_no_title_of_anothers_draft_is_in_any_answer(neighbours: Neighbours) -> None:
    client = neighbours.people["director"].client
    # What was searched for is repeated, without the rest of a title.
    asked = (*lists(neighbours), *own_addresses(neighbours))
    assert [address for address in asked if f"{TOKEN} " in shown(client, address)] == []


def test_their_own_people_see_them(neighbours: Neighbours) -> None:
    """Else the above would prove nothing."""
    director = Person("director", neighbours.tree, "drejtoresha-e-tyre").client
    section = neighbours.tree.sections["sq"].pk
    for address in (f"choose-page/{section}/", f"pages/{section}/", "reports/publication-log/", "reports/workflow/"):
        assert f"{TOKEN} draft" in shown(director, address)
    assert f"{TOKEN} vendim" in shown(director, "acts/results/")
    assert f"{TOKEN} dokument" in shown(director, "api/main/documents/")


def test_what_others_publish_can_be_linked_to(neighbours: Neighbours) -> None:
    client = neighbours.people["press_officer"].client
    for address in (
        f"choose-page/{neighbours.tree.sections['sq'].pk}/",
        f"choose-page/{neighbours.public.pk}/",
        f"choose-page/chosen-multiple/?id={neighbours.public.pk}",
        "choose-page/search/?q=hapur",
    ):
        assert "E hapur e tyre" in shown(client, address), address


def test_a_chooser_of_one_type_begins_among_ones_own(site: SiteTree, neighbours: Neighbours) -> None:
    CalendarPageFactory(parent=site.sections["sq"], title="Kalendari ynë")
    answer = neighbours.people["director"].client.get("/admin/choose-page/?page_type=publications.CalendarPage")
    assert answer["Location"].startswith(reverse("wagtailadmin_choose_page_child", args=[site.sections["sq"].pk]))


def test_a_body_that_another_municipality_names_is_kept_without_saying_where(neighbours: Neighbours) -> None:
    body = neighbours.hidden[-1].body
    said = shown(neighbours.people["director"].client, f"cms_pages/body/delete/{body.pk}/")
    assert TOKEN not in said
    assert "Organi i përbashkët" in said
    assert type(body).objects.filter(pk=body.pk).exists()


def test_one_municipality_shows_its_editors_what_it_did(site: SiteTree) -> None:
    """An editor of one section chooses and sees all pages, as Wagtail has it."""
    group = Group.objects.create(name="Një seksion")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=site.sections["sq"], permission=permission)
    draft = StandardPageFactory(parent=site.homes["sq"], title="Projekt i huaj", live=False)
    user = User.objects.create_user("redaktori")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    for address in (
        f"choose-page/{site.homes['sq'].pk}/",
        "choose-page/search/?q=Projekt",
        f"choose-page/chosen-multiple/?id={draft.pk}",
        f"bulk/wagtailcore/page/publish/?id={draft.pk}",
    ):
        assert draft.title in shown(client, address), address


def test_choosing_asks_no_more_for_each_page_than_wagtail_does(neighbours: Neighbours) -> None:
    """Wagtail asks for each listed page; what keeps others' drafts out asks the same for 2 and for 20."""
    section = neighbours.tree.sections["sq"]
    addresses = (f"choose-page/{section.pk}/", "choose-page/search/?q=hapur")
    everything = Client()
    everything.force_login(User.objects.create_superuser("administratori"))

    def asked(client: Client, address: str) -> int:
        client.get(f"/admin/{address}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/admin/{address}").status_code == 200
        return len(queries)

    def more(address: str) -> int:
        return asked(neighbours.people["director"].client, address) - asked(everything, address)

    # As many rows for both: what is hidden from one would be a row of the other.
    for page in neighbours.hidden:
        if page.get_parent().pk == section.pk:
            Page.objects.filter(pk=page.pk).update(live=True, expire_at=None, draft_title=F("title"))
    PageViewRestriction.objects.all().delete()
    StandardPageFactory(parent=section, title="E hapur 0")
    few = [more(address) for address in addresses]
    for number in range(1, 12):
        StandardPageFactory(parent=section, title=f"E hapur {number}")
    assert [more(address) for address in addresses] == few
