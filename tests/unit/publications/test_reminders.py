"""Reminders of deadlines: on the admin's home page, and once by e-mail through a real mail server."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import GroupPagePermission, Page
from wagtail.users.models import UserProfile

from cms_pages.admin.dashboard import sections
from cms_pages.models import SentReminder
from cms_pages.registry import chores
from cms_pages.reminders import send_reminders
from tests.factories import DecisionPageFactory, NoticePageFactory, SiteTree, publish_translation
from tests.support.fixtures import project
from tests.support.smtp import SmtpServer
from tools.ports import free_port

DAY = datetime.timedelta(days=1)


@pytest.fixture
def mail(smtp_server: SmtpServer, settings: Settings) -> SmtpServer:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = smtp_server.host, smtp_server.port
    settings.WAGTAILADMIN_BASE_URL = "https://komuna.example.org"
    return smtp_server


def person(name: str, right: str = "change", **values: Any) -> User:
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename=f"{right}_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
    user = User.objects.create_user(name, f"{name}@komuna.example.org", "x", **values)
    user.groups.add(group)
    return user


@pytest.fixture
def author(db: None) -> User:
    user = person("arta")
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def closing(site: SiteTree, owner: User | None, **values: Any) -> Any:
    page = NoticePageFactory(
        parent=site.sections["sq"],
        owner=owner,
        **{"title": "Mbyllet nesër", "deadline": timezone.now() + DAY, **values},
    )
    project()
    return page


def without_results(site: SiteTree, owner: User | None, **values: Any) -> Any:
    now = timezone.now()
    dates = {"date": timezone.localdate() - 60 * DAY, "deadline": now - 20 * DAY}
    return closing(site, owner, **{"title": "Pa rezultate", **dates, **values})


def letters(mail: SmtpServer) -> list[tuple[str, str]]:
    """To whom, and what."""
    found = []
    for one in mail.messages:
        payload = one.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found.append((str(one["To"]), payload.decode()))
    return found


def test_author_gets_one_letter_about_all(site: SiteTree, author: User, mail: SmtpServer) -> None:
    page, other = closing(site, author), without_results(site, author)
    assert send_reminders() == 1
    ((to, text),) = letters(mail)
    assert to == author.email
    assert str(mail.messages[0]["Subject"]) == "Reminder: 2 pages"
    for part in ("Closes soon:", "Mbyllet nesër", "Closed, and without results:", "Pa rezultate"):
        assert part in text
    for each in (page, other):
        assert f"https://komuna.example.org/admin/pages/{each.pk}/edit/" in text


def test_it_is_sent_once_for_each_deadline_and_person(site: SiteTree, author: User, mail: SmtpServer) -> None:
    page = closing(site, author)
    assert [send_reminders(), send_reminders()] == [1, 0]
    page.deadline += DAY
    page.save_revision().publish()
    project()
    assert [send_reminders(), send_reminders()] == [1, 0]
    assert len(mail.messages) == 2


def test_letters_are_in_the_language_of_who_gets_them(site: SiteTree, author: User, mail: SmtpServer) -> None:
    UserProfile.objects.filter(user=author).update(preferred_language="sq")
    closing(site, author)
    send_reminders()
    assert "Mbyllet së shpejti:" in letters(mail)[0][1]


def test_nobody_is_reminded_of_what_is_not_due(site: SiteTree, author: User, mail: SmtpServer) -> None:
    closing(site, author, title="A", deadline=timezone.now() + 10 * DAY)
    closing(site, author, title="B", live=False)
    without_results(site, author, title="C", deadline=timezone.now() - 3 * DAY)
    without_results(site, author, title="D", kind="notice")
    without_results(site, author, title="E", results_date=timezone.localdate(), results=[("rich_text", "<p>Lista</p>")])
    assert send_reminders() == 0


def test_translations_are_not_reminded_of(site: SiteTree, author: User, mail: SmtpServer) -> None:
    publish_translation(closing(site, author), "sr-latn")
    project()
    assert send_reminders() == 1
    assert letters(mail)[0][1].count("Mbyllet nesër") == 1


@pytest.mark.parametrize("left", [{"is_active": False}, {"email": ""}, {"groups": []}])
def test_where_the_author_has_left_publishers_are_reminded(
    site: SiteTree, author: User, mail: SmtpServer, left: dict[str, Any]
) -> None:
    closing(site, author)
    editor = person("besa", "publish")
    if "groups" in left:
        author.groups.clear()
    else:
        User.objects.filter(pk=author.pk).update(**left)
    send_reminders()
    assert [to for to, _text in letters(mail)] == [editor.email]


def test_acts_that_enter_into_force_soon(site: SiteTree, author: User, mail: SmtpServer) -> None:
    day = timezone.localdate() + 3 * DAY
    parent = site.sections["sq"]
    values = {"parent": parent, "owner": author, "date": timezone.localdate()}
    DecisionPageFactory(**values, title="Hyn në fuqi", entry_into_force=day)
    DecisionPageFactory(**values, title="Më vonë", entry_into_force=day + 30 * DAY)
    project()
    assert send_reminders() == 1
    text = letters(mail)[0][1]
    assert "Hyn në fuqi" in text
    assert "Më vonë" not in text
    assert f"{day.day} " in text


def test_mail_server_that_is_away_loses_nothing(
    site: SiteTree, author: User, mail: SmtpServer, settings: Settings
) -> None:
    closing(site, author)
    settings.EMAIL_PORT = free_port()
    with pytest.raises(OSError, match="refused"):
        send_reminders()
    with pytest.raises(CommandError, match="refused"):
        call_command("send_reminders")
    assert not SentReminder.objects.exists()
    settings.EMAIL_PORT = mail.port
    call_command("send_reminders")
    assert len(mail.messages) == 1


def test_letter_that_was_not_finished_is_sent_later(site: SiteTree, author: User, mail: SmtpServer) -> None:
    page = closing(site, author)
    claim = SentReminder.objects.create(
        reminder="closing_soon", page_id=page.pk, moment=page.deadline, user=author, claimed_at=timezone.now()
    )
    assert send_reminders() == 0
    SentReminder.objects.filter(pk=claim.pk).update(claimed_at=timezone.now() - DAY)
    assert [send_reminders(), send_reminders()] == [1, 0]


def test_without_a_mail_server_nothing_is_claimed(site: SiteTree, author: User, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    closing(site, author)
    assert send_reminders() == 0
    assert not SentReminder.objects.exists()


def test_worker_sends_them(site: SiteTree, author: User, mail: SmtpServer) -> None:
    closing(site, author)
    chore = chores.get("send_reminders")
    assert chore is not None
    chore.run()
    assert len(mail.messages) == 1


def test_home_page_of_the_admin_says_so(site: SiteTree, author: User) -> None:
    closing(site, None)
    without_results(site, None)
    found = {section.name: [row.title for row in section.rows] for section in sections(author)}
    assert found["closing_soon"] == ["Mbyllet nesër"]
    assert found["without_results"] == ["Pa rezultate"]
    User.objects.get(pk=author.pk).groups.clear()
    assert "closing_soon" not in {section.name for section in sections(User.objects.get(pk=author.pk))}
