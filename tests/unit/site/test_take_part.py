"""What the home page offers to take part in."""

import datetime

from django.test import Client
from django.utils import timezone

from tests.factories import CalendarPageFactory, EventPageFactory, NoticePageFactory, SiteTree
from tests.support.fixtures import project
from tests.unit.site.html import get


def offered(client: Client) -> list[str]:
    project()
    return get(client, "/sq/").texts(".take-part h3")


def test_what_is_open_comes_by_its_deadline_and_before_what_has_none(client: Client, site: SiteTree) -> None:
    now = timezone.now()
    NoticePageFactory(parent=site.sections["sq"], title="Ftesë", kind="invitation", deadline=None)
    for title, days in (("Më vonë", 9), ("Së shpejti", 2)):
        NoticePageFactory(parent=site.sections["sq"], title=title, deadline=now + datetime.timedelta(days=days))
    assert offered(client) == ["Së shpejti", "Më vonë", "Ftesë"]


def test_nothing_that_is_over(client: Client, site: SiteTree) -> None:
    now, today = timezone.now(), timezone.localdate()
    long_ago = today - datetime.timedelta(days=90)
    NoticePageFactory(
        parent=site.sections["sq"], title="E mbyllur", date=long_ago, deadline=now - datetime.timedelta(days=1)
    )
    NoticePageFactory(parent=site.sections["sq"], title="E vjetër", kind="invitation", date=long_ago, deadline=None)
    NoticePageFactory(parent=site.sections["sq"], title="E re", kind="invitation", date=today, deadline=None)
    assert offered(client) == ["E re"]


def test_events_for_all_come_first_by_when_they_begin(client: Client, site: SiteTree) -> None:
    now, day = timezone.now(), datetime.timedelta(days=1)
    calendar = CalendarPageFactory(parent=site.homes["sq"], title="Kalendari")
    for title, kind, days in (
        ("Tubim", "public_meeting", 9),
        ("Seancë", "session", 2),
        ("Takim i brendshëm", "meeting", 1),
        ("Dje", "session", -1),
        ("Larg", "session", 40),
    ):
        EventPageFactory(parent=calendar, title=title, kind=kind, starts_at=now + days * day, place="Salla e Kuvendit")
    EventPageFactory(parent=calendar, title="E anuluar", kind="session", starts_at=now + day, cancelled=True)
    NoticePageFactory(parent=site.sections["sq"], title="Thirrje", deadline=now + day)
    assert offered(client) == ["Seancë", "Tubim", "Thirrje"]
    shown = get(client, "/sq/")
    assert "Salla e Kuvendit" in shown.texts(".take-part .item-meta")[0]
    assert "Kalendari" in shown.texts(".take-part-links a")
