"""What is news of the publication log, and who is told of it: each once."""

import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from alerts.links import feed_link
from alerts.models import Announcement, Letter, Subscriber, TextMatch
from alerts.reader import AnnouncementReader
from alerts.services import change
from cms_pages.models import PublishedItem
from publications.models import ActRelation, DecisionPage, TenderPage
from publications.models.relation import RelationKind
from publications.withdrawal import withdraw
from search.contracts import SearchQuery
from search.database.indexer import rebuild_entries
from search.matching import matcher_of
from search.services import search
from tests.alerts.factories import publish, read, subject_of, subscribe, tell, text_of
from tests.factories import DecisionPageFactory, NewsPageFactory, SiteTree, make_site, publish_translation
from tests.factories.tenders import ago, give_steps, publish_tender
from tests.support.smtp import SmtpServer

DAY = datetime.timedelta(days=1)


def told(mail: SmtpServer) -> list[str]:
    """The subjects of what came since this was asked last."""
    tell()
    subjects = [subject_of(message).removeprefix("Komuna: ") for message in mail.messages]
    mail.messages.clear()
    return subjects


def test_a_publication_is_told_once(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    page = publish(site, "Ujësjellësi i ri")
    assert told(mail) == ["Ujësjellësi i ri"]
    page.title = "Ujësjellësi i ri hapet"
    page.save_revision().publish()
    assert told(mail) == []
    page.unpublish()
    read()
    page.save_revision().publish()
    assert told(mail) == []


def test_a_batch_that_comes_again_is_announced_once(site: SiteTree) -> None:
    publish(site, "Ujësjellësi i ri")
    items = list(PublishedItem.objects.all())
    AnnouncementReader().handle(items)
    AnnouncementReader().handle(items)
    assert list(Announcement.objects.values_list("number", flat=True)) == [1]


def test_what_was_published_long_ago_is_no_news(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    publish(site, "Nga sistemi i vjetër", first_published_at=timezone.now() - 30 * DAY)
    assert told(mail) == []


def test_each_language_tells_its_own_readers(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site)
    subscribe(site, "marko@example.org", language="sr-latn")
    page = publish(site, "Ujësjellësi i ri")
    assert told(mail) == ["Ujësjellësi i ri"]
    publish_translation(page, "sr-latn")
    tell()
    (letter,) = mail.messages
    assert letter["To"] == "marko@example.org"
    assert "Ovu poruku" in text_of(letter)


def test_an_act_that_is_revoked_is_told(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, type="decision")
    old = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    read()
    assert told(mail) == ["Vendim për ujin"]
    new = DecisionPageFactory(parent=site.sections["sq"], title="Vendim i ri", live=False)
    ActRelation.objects.create(page=new, kind=RelationKind.REVOKES, act=old.act)
    new.save_revision().publish()
    tell()
    (letter,) = mail.messages
    assert "Vendim i ri" in text_of(letter)
    assert "Vendim për ujin\nI shfuqizuar" in text_of(letter)


def test_an_act_that_is_in_force_again_is_told_as_revoked_neither_in_letters_nor_in_the_feed(
    site: SiteTree, mail: SmtpServer, client: Client
) -> None:
    old = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    read()
    subscriber = subscribe(site, frequency="daily", type="decision")
    new = DecisionPageFactory(parent=site.sections["sq"], title="Vendim i ri", live=False)
    ActRelation.objects.create(page=new, kind=RelationKind.REVOKES, act=old.act)
    new.save_revision().publish()
    read()
    address = urlsplit(feed_link(subscriber)).path
    assert "I shfuqizuar: Vendim për ujin" in client.get(address).content.decode()
    withdraw(DecisionPage.objects.get(pk=new.pk), {"sq": "U publikua gabimisht."})
    DecisionPageFactory(parent=site.sections["sq"], title="Vendim tjetër")
    Subscriber.objects.update(due_at=timezone.now())
    tell()
    (digest,) = mail.messages
    assert "Vendim tjetër" in text_of(digest)
    assert "Vendim për ujin" not in text_of(digest)
    assert "Vendim për ujin" not in client.get(address).content.decode()


def test_an_act_that_is_revoked_again_is_told_again(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, type="decision")
    old = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për ujin")
    tell()
    for title in ("E para", "E dyta"):
        mail.messages.clear()
        new = DecisionPageFactory(parent=site.sections["sq"], title=title, live=False)
        ActRelation.objects.create(page=new, kind=RelationKind.REVOKES, act=old.act)
        new.save_revision().publish()
        tell()
        assert "Vendim për ujin\nI shfuqizuar" in text_of(mail.messages[0])
        withdraw(DecisionPage.objects.get(pk=new.pk), {"sq": "U publikua gabimisht."})
        tell()


def test_each_step_of_a_tender_is_told_once(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, type="tender")
    page = publish_tender(site.sections["sq"], "planned contract_notice", title="Shkolla e re")
    tell()
    (first,) = mail.messages
    assert text_of(first).startswith("Shkolla e re\nProkurim publik")
    mail.messages.clear()
    page = TenderPage.objects.get(pk=page.pk)
    give_steps(page, [{"kind": "clarification", "date": ago(1), "text": text} for text in ("Po.", "Jo.")], {})
    page.save_revision().publish()
    tell()
    (second,) = mail.messages
    assert text_of(second).count("Shkolla e re\nSqarim") == 2
    mail.messages.clear()
    page = TenderPage.objects.get(pk=page.pk)
    page.summary = "E përmirësuar."
    page.save_revision().publish()
    assert told(mail) == []
    give_steps(page, [{"kind": "cancelled", "date": ago(0), "text": "Nuk ka buxhet."}], {})
    page.save_revision().publish()
    tell()
    (last,) = mail.messages
    assert "Shkolla e re\nAnuluar" in text_of(last)
    # Those that it was published with are known, and are no news.
    assert Announcement.objects.filter(number=None).count() == 2


@pytest.mark.parametrize(
    ("choice", "is_told"),
    [
        ({}, True),
        ({"type": "news"}, True),
        ({"type": "decision"}, False),
        ({"kind": "press_release"}, True),
        ({"kind": "news"}, False),
        ({"text": "ujesjellesi"}, True),
        ({"text": "xhirafa"}, False),
        ({"text": "ujesjellesi", "type": "decision"}, False),
    ],
)
def test_only_what_was_chosen_is_told(site: SiteTree, mail: SmtpServer, choice: dict[str, str], is_told: bool) -> None:
    subscribe(site, **choice)
    publish(site, "Ujësjellësi i ri", kind="press_release")
    assert bool(told(mail)) is is_told


@pytest.mark.parametrize(
    ("language", "title", "found"),
    [
        ("sq", "Ujësjellësi në Podujevë", ["ujesjellesi", "UJËSJELLËSI", "podujeve", "Podujevë ujesjellesi"]),
        ("sr-latn", "Javna nabavka za školu", ["skolu", "školu", "школу", "јавна набавка", "ŠKOLU"]),
        ("sr-latn", "Јавна набавка за школу", ["skolu", "školu", "школу", "javna nabavka"]),
        ("en", "Public hearings on the café", ["cafe", "café", "hearing", "HEARINGS"]),
    ],
)
def test_a_saved_search_is_typed_in_either_script_with_or_without_diacritics(
    site: SiteTree, mail: SmtpServer, language: str, title: str, found: list[str]
) -> None:
    for number, text in enumerate(found):
        subscribe(site, f"gjen{number}@example.org", language=language, text=text, type="news")
    subscribe(site, "tjeter@example.org", language=language, text="xhirafa", type="news")
    subscribe(site, "lloj@example.org", language=language, text=found[0], type="decision")
    subscribe(site, "gjuhe@example.org", language="en" if language != "en" else "sq", text=found[0], type="news")
    publish(site, title, language)
    tell()
    assert {message["To"] for message in mail.messages} == {f"gjen{number}@example.org" for number in range(len(found))}


def test_a_digest_leaves_out_an_act_that_was_withdrawn_before_it_went(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, frequency="daily", text="ujit")
    gone = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për çmimin e ujit")
    publish(site, "Njoftim për mungesën e ujit")
    withdraw(DecisionPage.objects.get(pk=gone.pk), {"sq": "U publikua gabimisht."})
    assert told(mail) == []
    Subscriber.objects.update(due_at=timezone.now())
    tell()
    (digest,) = mail.messages
    assert "Njoftim për mungesën e ujit" in text_of(digest)
    assert "çmimin" not in text_of(digest) + subject_of(digest)


def test_a_section_and_a_body_can_be_chosen(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, section=str(site.sections["sq"].pk))
    subscribe(site, "beni@example.org", section=str(site.sections["en"].pk))
    subscribe(site, "cimi@example.org", body="assembly")
    subscribe(site, "dita@example.org", body="mayor")
    DecisionPageFactory(parent=site.sections["sq"])
    tell()
    assert {message["To"] for message in mail.messages} == {"arta@example.org", "cimi@example.org"}


def test_several_choices_make_one_letter(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, type="news")
    subscribe(site, text="ujesjellesi")
    publish(site, "Ujësjellësi i ri")
    assert told(mail) == ["Ujësjellësi i ri"]


def test_another_municipality_is_not_told(site: SiteTree, mail: SmtpServer) -> None:
    other = make_site("fqinj.example.org", is_default=False, slug="fqinj")
    subscribe(other)
    publish(site, "Ujësjellësi i ri")
    assert told(mail) == []


def test_what_came_before_somebody_confirmed_is_not_told(site: SiteTree, mail: SmtpServer) -> None:
    publish(site, "E para")
    subscribe(site, type="decision")
    publish(site, "E dyta")
    subscribe(site, type="news")
    publish(site, "E treta")
    assert told(mail) == ["E treta"]


@pytest.mark.parametrize("how", ["unpublished", "private", "expired", "deleted"])
def test_what_is_gone_before_the_letter_goes_is_not_told(site: SiteTree, mail: SmtpServer, how: str) -> None:
    subscribe(site)
    page = publish(site, "E gabuar")
    assert Letter.objects.count() == 0
    from alerts.digests import make_letters

    make_letters()
    assert Letter.objects.count() == 1
    match how:
        case "unpublished":
            page.unpublish()
        case "private":
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        case "expired":
            PublishedItem.objects.filter(page_id=page.pk).update(expires_at=timezone.now())
        case _:
            page.delete()
    assert told(mail) == []
    assert set(Letter.objects.values_list("state", flat=True)) <= {"dropped"}


def test_a_draft_is_never_told(site: SiteTree, mail: SmtpServer) -> None:
    subscribe(site, text="sekret")
    NewsPageFactory(parent=site.sections["sq"], title="Sekret", live=False)
    assert told(mail) == []
    assert not TextMatch.objects.exists()


def test_a_saved_search_finds_what_the_search_finds(site: SiteTree) -> None:
    texts = ["Uji i pijshëm në qytet", "Rrugët e qytetit", "Vendim 12/2025 për rrugët", "Shkolla fillore"]
    for text in texts:
        publish(site, text, content=[("rich_text", f"<p>{text} sipas planit komunal.</p>")])
    rebuild_entries(lambda _done: None)
    items = list(PublishedItem.objects.live().filter(type="news"))
    queries = ["uji", "rruget qytetit", "12/2025", "rruga 12/2025", "plani komunal shkolla uji", "xhirafa", "!!", "e"]
    found: dict[str, Any] = {}
    for query in queries:
        asked = SearchQuery(text=query, site_id=site.site.pk, locale="sq", types=("news",))
        found[query] = {hit.item.item_id for hit in search(asked).hits}
        assert {item.item_id for item in items if matcher_of(item)(query)} == found[query], query
    assert any(found.values())


def test_who_changes_how_often_gets_what_is_new_once(site: SiteTree, mail: SmtpServer) -> None:
    subscriber = subscribe(site, frequency="daily")
    publish(site, "E para")
    assert told(mail) == []
    change(subscriber, "at_once", "sq", [])
    assert told(mail) == ["E para"]
    subscriber.refresh_from_db()
    change(subscriber, "weekly", "sq", [])
    subscriber.due_at = timezone.now() - DAY
    subscriber.save()
    assert told(mail) == []
