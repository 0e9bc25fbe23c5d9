"""The pages for subscribers: asking, confirming, changing, leaving; and that they tell nobody who is known."""

import datetime
import io
from typing import Any
from unittest.mock import patch

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import Settings

from alerts import services
from alerts.cleaning import clean
from alerts.links import confirm_link, feed_link, settings_link, unsubscribe_link
from alerts.models import AlertAllowance, Letter, Subscriber, Subscription
from alerts.sending import send_alerts
from tests.alerts.factories import ADDRESS, header_of, links_of, publish, read, subscribe, tell
from tests.factories import SectionIndexPageFactory, SiteTree, StandardPageFactory
from tests.support.smtp import SmtpServer
from tests.unit.site.html import Html, get

FORM = "/sq/alerts/"
DAY = datetime.timedelta(days=1)


def path(address: str) -> str:
    return address.removeprefix("http://localhost")


def ask(client: Client, address: str = ADDRESS, **data: str) -> Any:
    return client.post(FORM, {"address": address, "frequency": "at_once", **data})


def test_asking_confirming_being_told_and_leaving(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    assert ask(client, type="news").status_code == 302
    send_alerts()
    (link,) = links_of(mail.messages[0])
    assert "List-Unsubscribe" not in mail.messages[0]
    page = client.get(link)
    assert page.status_code == 200
    assert Html(page.content.decode()).text("strong") == "Lajmet"
    assert Subscriber.objects.get().confirmed_at is None, "programs that look at links confirm nothing"
    answer = client.post(link)
    assert "mbahen" not in client.get(answer["Location"]).content.decode()
    publish(site, "Ujësjellësi i ri")
    tell()
    news = mail.messages[1]
    unsubscribe = path(header_of(news, "List-Unsubscribe").strip("<>"))
    assert client.get(unsubscribe).status_code == 200
    assert Subscriber.objects.exists(), "looking at it does not unsubscribe"
    stranger = Client(enforce_csrf_checks=True)
    left = stranger.post(unsubscribe, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (left.status_code, left.cookies) == (200, {})
    assert not Subscriber.objects.exists()
    assert not Letter.objects.exists()
    assert stranger.post(unsubscribe).status_code == 200, "twice is no error"


def test_the_answer_is_the_same_whoever_asks(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    subscribe(site, type="news")
    answers = []
    for address, data in ((ADDRESS, {"type": "news"}), (ADDRESS, {"type": "decision"}), ("new@example.org", {})):
        response = ask(client, address, **data)
        answers.append((response.status_code, response["Location"]))
    for address in (ADDRESS, "nobody@example.org"):
        response = client.post("/sq/alerts/link/", {"address": address})
        answers.append((response.status_code, response["Location"]))
    assert set(answers) == {(302, "/sq/alerts/asked/")}
    send_alerts()
    assert sorted(message["To"] for message in mail.messages) == [*[ADDRESS] * 3, "new@example.org"]


def test_a_mailbox_is_not_flooded(site: SiteTree, mail: SmtpServer, settings: Settings) -> None:
    settings.ALERTS_LIMIT_PER_MINUTE = 0
    for number in range(20):
        answer = ask(Client(REMOTE_ADDR=f"198.51.100.{number}"), type="news" if number % 2 else "")
        assert answer.status_code == 302
    assert send_alerts() == services.LETTERS_AN_HOUR
    assert "arta" not in "".join(AlertAllowance.objects.values_list("client", flat=True))


def test_forms_are_limited_by_address(site: SiteTree, mail: SmtpServer, client: Client, settings: Settings) -> None:
    settings.ALERTS_LIMIT_PER_MINUTE = 3
    for number in range(3):
        assert ask(client, f"lexuesi{number}@example.org").status_code == 302
    for form in (FORM, "/sr-latn/alerts/link/"):
        refused = client.post(form, {"address": ADDRESS})
        assert refused.status_code == 429
        assert 1 <= int(refused["Retry-After"]) <= 20
    assert ask(Client(REMOTE_ADDR="198.51.100.9")).status_code == 302
    assert Subscriber.objects.count() == 4


@pytest.mark.parametrize(
    "address",
    ["", "arta", "arta@", "arta@example.org\nBcc: x@example.org", "a" * 250 + "@a.org", f"arta@{'ë' * 60}.org"],
)
def test_what_is_no_address_is_said_at_the_field(
    site: SiteTree, mail: SmtpServer, client: Client, address: str
) -> None:
    response = ask(client, address, type="news")
    assert response.status_code == 422
    page = Html(response.content.decode())
    assert len(page.texts(".errorlist li")) == 1
    assert page.attributes("main [type=hidden][name=type]", "value") == ["news"]
    assert not Subscriber.objects.exists()


def test_lists_and_searches_lead_to_the_form_with_their_filters(
    site: SiteTree, mail: SmtpServer, client: Client
) -> None:
    publish(site, "Ujësjellësi i ri")
    for address, described in (
        ("/sq/vendimet/?type=news&year=2025&page=3", "Vendimet · Lajmet"),
        ("/sq/search/?q=ujesjellesi&type=news&order=newest", "Lajmet · “ujesjellesi”"),
        ("/sq/search/?q=ujesjellesi&locale=en", "“ujesjellesi” · English"),
    ):
        (link,) = get(client, address).attributes(".subscribe-link", "href")
        assert get(client, link).text("main strong") == described


@pytest.mark.parametrize(
    "parameters", ["type=xhirafa", "kind=x", "body=%00", "section=999999", "section=x", "locale=fr", "type=home"]
)
def test_what_cannot_be_chosen_is_left_out(site: SiteTree, mail: SmtpServer, client: Client, parameters: str) -> None:
    assert get(client, f"{FORM}?{parameters}").text("main strong") == "Gjithçka që publikohet"


def test_a_section_that_is_not_public_is_not_named(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    page = StandardPageFactory(parent=site.homes["sq"], title="Sekret", live=False)
    assert "Sekret" not in client.get(f"{FORM}?section={page.pk}").content.decode()


def test_links_that_are_old_made_up_or_used_say_so(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    subscriber = subscribe(site)
    subscription = Subscription.objects.select_related("subscriber__site").get()
    confirm, own, leave = map(
        path, (confirm_link(subscription), settings_link(subscriber), unsubscribe_link(subscriber))
    )
    for link in (confirm, own, leave):
        name = link.split("/")[3]
        forged = f"/sq/alerts/{name}/{signing.Signer(key='x' * 50, salt=f'alerts.{name}').sign(subscriber.key.hex)}/"
        assert client.post(forged).status_code == 404
    # A link does what it is for, and nothing else.
    assert client.post(f"/sq/alerts/unsubscribe/{own.split('/')[4]}/").status_code == 404
    assert Subscriber.objects.exists()
    with patch("django.core.signing.time.time", return_value=timezone.now().timestamp() + 365 * 86400):
        assert client.get(confirm).status_code == 410
        assert client.post(own, {"delete": "1"}).status_code == 410
        assert client.get(leave).status_code == 200
    assert Subscriber.objects.exists()


def test_settings_are_shown_changed_and_deleted(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    subscribe(site, type="news")
    subscriber = subscribe(site, type="decision")
    own = path(settings_link(subscriber))
    assert get(client, own).texts("label:has([name=kept])") == ["Lajmet", "Vendimet"]
    news = subscriber.subscriptions.get(type="news")
    shown = [str(one.pk) for one in subscriber.subscriptions.all()]
    data = {"frequency": "weekly", "language": "en", "kept": [str(news.pk)], "shown": shown}
    assert client.post(own, data).status_code == 302
    subscriber.refresh_from_db()
    assert (subscriber.frequency, subscriber.language) == ("weekly", "en")
    assert [one.type for one in subscriber.subscriptions.all()] == ["news"]
    assert client.post(own, {**data, "frequency": "hourly"}).status_code == 422
    assert client.post(own, {"delete": "1"}).status_code == 200
    assert not Subscriber.objects.exists()


def test_who_keeps_nothing_is_forgotten(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    subscriber = subscribe(site)
    shown = [str(subscriber.subscriptions.get().pk)]
    data = {"frequency": "daily", "language": "sq", "shown": shown}
    assert client.post(path(settings_link(subscriber)), data).status_code == 200
    assert not Subscriber.objects.exists()


def test_what_is_confirmed_while_the_settings_are_open_stays(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    first = subscribe(site, type="news").subscriptions.get()
    own = path(settings_link(subscribe(site, type="decision")))
    data = {"frequency": "daily", "language": "sq", "shown": [str(first.pk)], "kept": [str(first.pk)]}
    assert client.post(own, data).status_code == 302
    assert client.post(own, {**data, "kept": []}).status_code == 302
    assert [one.type for one in Subscription.objects.all()] == ["decision"]


def test_who_has_yet_to_confirm_an_alert_is_not_forgotten(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    subscriber = subscribe(site, type="news")
    shown = [str(subscriber.subscriptions.get().pk)]
    client.post(FORM, {"address": ADDRESS, "frequency": "daily", "type": "decision"})
    data = {"frequency": "daily", "language": "sq", "shown": shown}
    assert client.post(path(settings_link(subscriber)), data).status_code == 302
    assert [one.type for one in Subscription.objects.all()] == ["decision"]
    assert Subscriber.objects.get().confirmed_at is None


def test_nobody_changes_what_another_has(site: SiteTree, mail: SmtpServer, client: Client) -> None:
    own = path(settings_link(subscribe(site)))
    other = subscribe(site, "beni@example.org").subscriptions.get()
    data = {"frequency": "daily", "language": "sq", "kept": [str(other.pk)]}
    assert client.post(own, data).status_code == 422
    assert Subscription.objects.count() == 2


def test_asking_for_somebody_else_changes_nothing_before_it_is_confirmed(
    site: SiteTree, mail: SmtpServer, client: Client
) -> None:
    subscribe(site, type="news")
    client.post(FORM, {"address": ADDRESS.upper(), "frequency": "weekly", "type": "decision"})
    subscriber = Subscriber.objects.get()
    assert (subscriber.frequency, subscriber.subscriptions.exclude(confirmed_at=None).count()) == ("at_once", 1)


def test_the_personal_feed_has_what_was_chosen_and_is_still_there(
    site: SiteTree, mail: SmtpServer, client: Client
) -> None:
    subscribe(site, type="decision")
    subscriber = subscribe(site, text="ujesjellesi")
    gone = publish(site, "Ujësjellësi i vjetër")
    publish(site, "Ujësjellësi i ri")
    publish(site, "Rruga e re")
    gone.unpublish()
    read()
    feed = client.get(path(feed_link(subscriber)))
    assert feed["Content-Type"].startswith("application/rss+xml")
    text = feed.content.decode()
    assert "Ujësjellësi i ri" in text
    assert "Rruga" not in text
    assert "vjetër" not in text
    assert "arta" not in text
    subscriber.delete()
    assert client.get(path(feed_link(subscriber))).status_code == 404


def test_what_was_not_confirmed_or_cannot_be_reached_is_forgotten(
    site: SiteTree, mail: SmtpServer, client: Client
) -> None:
    ask(client, "pa@example.org")
    kept = subscribe(site)
    gone = subscribe(site, "larguar@example.org")
    ask(client, ADDRESS, type="decision")
    assert clean() == 0
    Subscriber.objects.filter(confirmed_at=None).update(created_at=timezone.now() - 4 * DAY)
    Subscription.objects.filter(confirmed_at=None).update(created_at=timezone.now() - 4 * DAY)
    Subscriber.objects.filter(pk=gone.pk).update(suspended_at=timezone.now() - 91 * DAY)
    assert clean() == 2
    assert [one.pk for one in Subscriber.objects.all()] == [kept.pk]
    assert Subscription.objects.count() == 1


def test_addresses_are_encrypted_and_keys_can_be_changed(site: SiteTree, mail: SmtpServer, settings: Settings) -> None:
    subscribe(site)
    output = io.StringIO()
    call_command("dumpdata", "alerts", stdout=output)
    assert "arta" not in output.getvalue()
    settings.ALERTS_KEYS = ["n" * 50, settings.SECRET_KEY]
    assert Subscriber.objects.get().address == ADDRESS
    assert Subscriber.objects.with_address(ADDRESS).exists()
    call_command("rotate_alert_keys", stdout=output)
    settings.ALERTS_KEYS = ["n" * 50]
    assert Subscriber.objects.with_address(" ARTA@example.org").get().address == ADDRESS


def test_an_address_that_no_key_reads_holds_up_no_other_and_is_told(
    site: SiteTree, mail: SmtpServer, settings: Settings
) -> None:
    subscribe(site, "humbur@example.org")
    Subscriber.objects.update(encrypted_address="of another key")
    subscribe(site)
    settings.ALERTS_KEYS = ["n" * 50, settings.SECRET_KEY]
    with translation.override("en"), pytest.raises(CommandError, match="1 could not be read"):
        call_command("rotate_alert_keys", stdout=io.StringIO())
    settings.ALERTS_KEYS = ["n" * 50]
    assert Subscriber.objects.with_address(ADDRESS).get().address == ADDRESS


def test_without_a_mail_server_the_form_says_so(site: SiteTree, settings: Settings, client: Client) -> None:
    settings.EMAIL_HOST = ""
    assert not get(client, FORM).texts("main form")
    assert ask(client).status_code == 200
    assert not Subscriber.objects.exists()


def test_as_many_queries_for_twenty_choices_as_for_two(
    site: SiteTree, mail: SmtpServer, client: Client, settings: Settings
) -> None:
    publish(site, "E para")
    subscriber = subscribe(site)
    counts = []
    for start, end in ((0, 2), (2, 20)):
        for number in range(start, end):
            section = SectionIndexPageFactory(parent=site.homes["sq"]).pk if number % 2 else 0
            values = {"section": section, "body": "" if number % 2 else f"organi-{number}"}
            Subscription.objects.create(
                subscriber=subscriber, locale="sq", confirmed_at=timezone.now(), type="news", **values
            )
        read()
        for address in (path(settings_link(subscriber)), path(feed_link(subscriber))):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_the_report_counts_and_names_nobody(site: SiteTree, mail: SmtpServer, admin_client: Client) -> None:
    subscribe(site, frequency="weekly")
    mail.refused = {"beni@example.org": "550 5.1.1 <beni@example.org>: unknown"}
    subscribe(site, "beni@example.org")
    publish(site, "E para")
    tell()
    page = admin_client.get(reverse("alerts_report"))
    assert page.status_code == 200
    assert page.context["total"] == 2
    assert page.context["reasons"] == [("550 5.1.1", 1)]
    assert "@example.org" not in Html(page.content.decode()).text("main")
