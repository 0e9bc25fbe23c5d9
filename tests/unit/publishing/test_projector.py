"""What the log says of a page, after each thing that can happen to it."""

import datetime
import json
import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from cms_pages.models import LogState, PublishedFile, PublishedItem, StalePage
from cms_pages.publishing.projector import project_pages
from publications.models import ActAttachment
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    DocumentFactory,
    NewsPageFactory,
    SiteTree,
    StandardPageFactory,
    make_site,
    publish_translation,
)
from tests.support.fixtures import project


def item_of(page: Page) -> PublishedItem:
    return PublishedItem.objects.get(item_id=f"{page.translation_key}.{page.locale.language_code}")


def fields_of(page: Page) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(item_of(page).payload)
    return fields


@pytest.fixture
def decision(site: SiteTree) -> Any:
    page = DecisionPageFactory(parent=site.sections["sq"], title="Vendim për buxhetin", number="01-400/1")
    project()
    return page


def test_live_page_has_an_item_with_its_facts(decision: Any) -> None:
    fields = fields_of(decision)
    assert fields["type"] == "decision"
    assert fields["number"] == "01-400/1"
    assert (fields["body"]["key"], fields["body"]["name"]) == ("assembly", "Kuvendi i Komunës")
    assert fields["date"] == "2025-03-14"
    assert fields["translation"] == "original"
    assert len(fields["signed_pdf"]["sha256"]) == 64
    assert fields["url"] == "http://localhost/sq/vendimet/vendim-per-buxhetin/"


def test_item_has_the_text_of_its_pdf(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], signed_pdf=DocumentFactory(text="Fondi i emergjencave"))
    project()
    assert "Fondi i emergjencave" in item_of(page).documents_text


def test_draft_has_no_item(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"], live=False)
    project()
    assert not PublishedItem.objects.filter(page_id=page.pk).exists()


def test_unpublished_page_leaves_a_tombstone_that_says_nothing(decision: Any) -> None:
    decision.unpublish()
    project()
    item = item_of(decision)
    assert (item.state, item.reason, item.type) == ("gone", "unpublished", "decision")
    assert (item.title, item.text, item.documents_text, item.payload, item.url) == ("", "", "", "", "")


def test_deleted_page_leaves_a_tombstone(decision: Any) -> None:
    decision.delete()
    project()
    assert item_of(decision).reason == "deleted"


def test_deleting_a_section_buries_all_below_it(site: SiteTree, decision: Any) -> None:
    Page.objects.get(pk=site.sections["sq"].pk).delete()
    project()
    assert item_of(decision).reason == "deleted"


def test_expired_page_leaves_a_tombstone(site: SiteTree) -> None:
    news = NewsPageFactory(parent=site.homes["sq"])
    project()
    news.expire_at = timezone.now() - datetime.timedelta(minutes=1)
    news.save()
    project()
    assert item_of(news).reason == "expired"


def test_restriction_above_a_page_buries_it_and_lifting_it_brings_it_back(site: SiteTree, decision: Any) -> None:
    restriction = PageViewRestriction.objects.create(page=site.sections["sq"], restriction_type="login")
    project()
    assert item_of(decision).reason == "restricted"
    restriction.delete()
    project()
    assert item_of(decision).state == "live"


def test_alias_has_no_item(site: SiteTree, decision: Any) -> None:
    alias = decision.copy_for_translation(site.sections["en"].locale, copy_parents=False, alias=True)
    project()
    assert not PublishedItem.objects.filter(page_id=alias.pk).exists()


def test_page_moved_to_another_site_leaves_a_tombstone_on_the_first(site: SiteTree, decision: Any) -> None:
    other = make_site("other.example.org", is_default=False, slug="tjeter")
    decision.move(other.sections["sq"], pos="last-child")
    project()
    states = dict(PublishedItem.objects.filter(page_id=decision.pk).values_list("site_id", "state"))
    assert states == {site.site.pk: "gone", other.site.pk: "live"}


def test_same_page_again_keeps_its_sequence(decision: Any) -> None:
    before = item_of(decision)
    decision.save()
    project()
    after = item_of(decision)
    assert (after.sequence, after.changed_at) == (before.sequence, before.changed_at)


def test_changed_page_gets_the_next_sequence(decision: Any) -> None:
    decision.title = "Vendim i ri"
    decision.save_revision().publish()
    project()
    assert item_of(decision).sequence == LogState.current().sequence
    assert fields_of(decision)["title"] == "Vendim i ri"


def test_draft_changes_of_a_live_page_stay_inside(decision: Any) -> None:
    decision.title = "Ende i fshehtë"
    decision.save_revision()
    project()
    assert fields_of(decision)["title"] == "Vendim për buxhetin"


def test_slug_change_above_changes_addresses_below_but_no_id(site: SiteTree, decision: Any) -> None:
    section = site.sections["sq"]
    section.slug = "aktet"
    section.save_revision().publish()
    project()
    assert fields_of(decision)["url"].endswith("/sq/aktet/vendim-per-buxhetin/")
    assert fields_of(decision)["id"] == f"{decision.translation_key}.sq"


def test_renamed_body_changes_the_items_that_name_it(decision: Any) -> None:
    body = decision.body
    body.name = "Asambleja"
    body.save()
    project()
    assert fields_of(decision)["body"]["name"] == "Asambleja"


def test_translated_item_names_the_body_in_its_language(site: SiteTree, decision: Any) -> None:
    page = publish_translation(decision, "sr-latn")
    BodyFactory(
        key="assembly",
        name="Skupština opštine",
        locale=site.homes["sr-latn"].locale,
        translation_key=decision.body.translation_key,
    )
    project()
    body = fields_of(page)["body"]
    assert (body["key"], body["name"]) == ("assembly", "Skupština opštine")


def test_site_with_a_new_host_name_changes_all_addresses(site: SiteTree, decision: Any) -> None:
    Site.objects.get(pk=site.site.pk).delete()
    project()
    assert item_of(decision).reason == "moved"


def test_item_lists_the_files_it_uses(decision: Any) -> None:
    assert list(PublishedFile.objects.values_list("document_id", flat=True)) == [decision.signed_pdf_id]
    decision.unpublish()
    project()
    assert not PublishedFile.objects.exists()


def test_page_that_cannot_be_projected_does_not_hold_up_others(site: SiteTree, settings: Any) -> None:
    broken = DecisionPageFactory(parent=site.sections["sq"])
    broken.signed_pdf.file.storage.delete(broken.signed_pdf.file.name)
    fine = StandardPageFactory(parent=site.homes["sq"])
    project()
    assert item_of(fine).state == "live"
    mark = StalePage.objects.latest("pk")
    assert mark.page_id == broken.pk
    assert mark.retry_at is not None
    assert "FileNotFoundError" in mark.last_error


def test_sequences_are_without_repetition(site: SiteTree) -> None:
    for _ in range(5):
        StandardPageFactory(parent=site.homes["sq"])
    project()
    sequences = list(PublishedItem.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == sorted(set(sequences))
    assert sequences[-1] == LogState.current().sequence


def test_host_name_that_another_process_changed_is_in_the_address(decision: Any, site: SiteTree) -> None:
    decision.get_url_parts()  # Wagtail now keeps where the site begins, in this process
    Site.objects.filter(pk=site.site.pk).update(hostname="komuna.example.org")  # tells no receiver, as another process
    StalePage.objects.create(page_id=decision.pk)
    project()
    assert item_of(decision).url.startswith("http://komuna.example.org/")


def test_what_items_say_is_read_for_all_pages_projected_together(site: SiteTree) -> None:
    asked = {number: _tables_read(site, number) for number in (2, 20)}
    assert asked[2]["publications_actsigner"] == 1
    # What each had before, and its references, which Wagtail writes for one thing at a time.
    growing = {"cms_pages_publisheditem", "wagtailcore_referenceindex"}
    assert {table for table in asked[20] if asked[20][table] > asked[2][table]} == growing


def _tables_read(site: SiteTree, number: int) -> Counter[str]:
    pages = [DecisionPageFactory(parent=site.sections["sq"]) for _number in range(number)]
    for page in pages:
        page.attachments = [ActAttachment(title="Shtojca", document=DocumentFactory(), locale=page.locale)]
        page.save()
    project()  # works out what is known of their files
    with CaptureQueriesContext(connection) as asked:
        project_pages([page.pk for page in pages])
    assert PublishedItem.objects.filter(page_id__in=[page.pk for page in pages]).count() == number
    return Counter(re.findall(r'^SELECT .*? FROM "(\w+)"', "\n".join(query["sql"] for query in asked), re.MULTILINE))


def test_page_without_a_date_of_its_own_has_that_of_its_first_version_in_each_language(site: SiteTree) -> None:
    page = StandardPageFactory(
        parent=site.homes["sq"], first_published_at=datetime.datetime(2024, 5, 6, 12, tzinfo=datetime.UTC)
    )
    translated = publish_translation(page, "en")
    project()
    assert [item_of(version).date for version in (page, translated)] == [datetime.date(2024, 5, 6)] * 2
