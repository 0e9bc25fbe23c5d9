"""What the public can trust of an act: its earlier files, its changes, and that it does not vanish."""

import datetime
import hashlib
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.documents.models import Document
from wagtail.log_actions import LogContext
from wagtail.models import Page, PageViewRestriction, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import Translation

from cms_pages.publishing.models import PublishedItem
from cms_pages.publishing.reconcile import reconcile
from publications.models import Act, ActChange, ActFile
from publications.reasons import ReasonForm
from publications.templatetags.publications_tags import post_name
from publications.withdrawal import withdraw
from tests.api.client import CONTENT, get
from tests.factories import DecisionPageFactory, DocumentFactory, SiteTree, pdf, publish_translation
from tests.support.fixtures import again, project

WHY = "Faqja 2 mungonte."


@pytest.fixture
def officer(db: None) -> User:
    user = User.objects.create_superuser("zyrtarja", password="x", first_name="Arta")
    user.groups.add(Group.objects.create(name="Zyrtar për informim"))
    return user


@pytest.fixture
def admin(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def replace_file(page: Any, reason: str = WHY) -> Any:
    page = again(page)
    page.signed_pdf, page.file_reason = DocumentFactory(), reason
    page.save_revision().publish()
    project()
    return again(page)


def item_of(page: Any) -> Any:
    return get(f"{CONTENT}items/{page.translation_key}.{page.locale.language_code}/").json()


def kinds(page: Any) -> list[str]:
    return [change.kind for change in ActChange.objects.filter(act=again(page).act).order_by("-at", "-pk")]


def test_the_earlier_file_stays_with_reason_and_checksum(decision: Any, client: Client) -> None:
    earlier = decision.signed_pdf
    page = replace_file(decision)
    item = item_of(page)
    assert item["signed_pdf"]["url"].endswith(page.signed_pdf.url)
    (version,) = item["earlier_files"]
    assert (version["reason"], version["of"], version["sha256"]) == (WHY, "signed_pdf", earlier.facts.sha256)
    assert hashlib.sha256(client.get(earlier.url).getvalue()).hexdigest() == version["sha256"]
    html = client.get(page.url).content.decode()
    assert WHY in html
    assert earlier.facts.sha256 in html


def test_a_published_file_is_not_replaced_without_a_reason(decision: Any) -> None:
    with pytest.raises(ValidationError, match="file_reason"):
        replace_file(decision, reason="")
    assert item_of(decision)["earlier_files"] == []


def test_a_reason_does_not_do_for_the_next_file(decision: Any) -> None:
    page = replace_file(decision)
    page.signed_pdf = DocumentFactory()
    with pytest.raises(ValidationError, match="file_reason"):
        page.save()


def form_of(page: Any, **changes: Any) -> dict[str, Any]:
    """What the editor's form of a page sends, where nothing but this is changed."""
    rows = dict.fromkeys(("signers", "relations", "attachments", "comments"), inline_formset([]))
    empty = dict.fromkeys(("legal_basis", "summary", "entry_into_force", "end_of_validity", "file_reason"), "")
    facts = {name: getattr(page, name) for name in ("title", "slug", "number", "kind", "date")}
    chosen = {"body": page.body_id, "signed_pdf": page.signed_pdf_id}
    data: dict[str, Any] = nested_form_data({**rows, **empty, **facts, **chosen, "content": streamfield([]), **changes})
    return data


def test_the_form_asks_for_the_reason_when_the_file_is_published_and_not_before(decision: Any, admin: Client) -> None:
    edit, other = f"/admin/pages/{decision.pk}/edit/", DocumentFactory().pk
    assert admin.post(edit, form_of(decision, signed_pdf=other)).status_code == 302
    refused = admin.post(edit, form_of(decision, signed_pdf=other, **{"action-publish": "1"}))
    assert list(refused.context["form"].errors) == ["file_reason"]
    published = admin.post(edit, form_of(decision, signed_pdf=other, file_reason=WHY, **{"action-publish": "1"}))
    assert published.status_code == 302
    assert again(decision).signed_pdf_id == other
    assert ActFile.objects.get(act=decision.act, replaced_at__isnull=False).reason == WHY


def test_the_document_of_an_earlier_file_is_not_deleted(decision: Any, admin: Client) -> None:
    earlier = decision.signed_pdf
    replace_file(decision)
    bulk = f"/admin/bulk/wagtaildocs/document/delete/?id={earlier.pk}&next=/admin/"
    for path in (f"/admin/documents/delete/{earlier.pk}/", bulk):
        assert admin.post(path).status_code < 500
        assert Document.objects.filter(pk=earlier.pk).exists()


@pytest.mark.parametrize("end", ["unpublish", "restrict"])
def test_earlier_files_of_what_is_not_public_are_not(decision: Any, client: Client, end: str) -> None:
    earlier = decision.signed_pdf
    page = replace_file(decision)
    assert client.get(earlier.url).getvalue().startswith(b"%PDF-")
    if end == "restrict":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    else:
        page.unpublish()
    project()
    assert client.get(earlier.url).status_code == 404


def test_a_file_put_back_is_a_version_of_its_own(decision: Any) -> None:
    first = decision.signed_pdf
    second = replace_file(decision).signed_pdf
    page = again(decision)
    page.signed_pdf, page.file_reason = first, "Gabim."
    page.save_revision().publish()
    rows = ActFile.objects.filter(act=page.act).order_by("pk")
    assert [row.document_id for row in rows] == [first.pk, second.pk, first.pk]
    assert [row.replaced_at is None for row in rows] == [False, False, True]


def test_a_translation_has_the_new_file_and_keeps_no_version_twice(decision: Any, site: SiteTree) -> None:
    translated = publish_translation(decision, "en", {"title": "Decision on water"})
    page = replace_file(decision)
    project()
    assert again(translated).signed_pdf_id == page.signed_pdf_id
    assert ActFile.objects.filter(act=page.act).count() == 2
    assert len(item_of(again(translated))["earlier_files"]) == 1
    assert [change["kind"] for change in item_of(page)["changes"]] == ["file_replaced", "published", "published"]


def test_the_bytes_of_a_published_file_cannot_be_replaced(decision: Any, admin: Client) -> None:
    document = decision.signed_pdf
    before = document.file.name
    new = SimpleUploadedFile("tjeter.pdf", pdf("Tjetër"), content_type="application/pdf")
    response = admin.post(
        f"/admin/documents/edit/{document.pk}/", {"title": "T", "file": new, "tags": "", "collection": 1}
    )
    assert "Vendim për ujin" in response.content.decode()
    document.refresh_from_db()
    assert document.file.name == before


def test_changes_name_fields_and_post_but_no_person(decision: Any, officer: User) -> None:
    page = again(decision)
    page.title, page.entry_into_force = "Vendim për ujin e pijshëm", datetime.date(2025, 4, 1)
    with LogContext(user=officer):
        page.save_revision().publish(user=officer)
    project()
    change = item_of(page)["changes"][0]
    assert (change["kind"], change["post"]) == ("corrected", "Zyrtar për informim")
    assert change["fields"] == ["title", "entry_into_force"]
    assert "Arta" not in str(item_of(page))
    assert "zyrtarja" not in str(item_of(page))


def test_publishing_what_is_the_same_is_no_change(decision: Any) -> None:
    again(decision).save_revision().publish()
    assert kinds(decision) == ["published"]


def test_the_amended_act_tells_too(decision: Any, site: SiteTree) -> None:
    later = DecisionPageFactory(parent=site.sections["sq"], live=False, date=datetime.date(2025, 5, 1))
    later.relations.create(kind="amends", act=decision.act)
    later.save_revision().publish()
    project()
    change = item_of(decision)["changes"][0]
    assert (change["kind"], change["act"]) == ("amended", again(later).act.identifier)


def test_the_amended_act_tells_that_the_later_one_was_withdrawn(decision: Any, site: SiteTree) -> None:
    later = DecisionPageFactory(parent=site.sections["sq"], live=False, date=datetime.date(2025, 5, 1))
    later.relations.create(kind="amends", act=decision.act)
    later.save_revision().publish()
    withdraw(again(later), {"sq": WHY})
    project()
    item = item_of(decision)
    change = item["changes"][0]
    assert (change["kind"], change["fields"], change["reason"]) == ("corrected", ["relations"], WHY)
    assert change["act"] == again(later).act.identifier
    assert item["state"] == "in_force"


def test_an_act_that_nobody_may_see_is_not_named_by_the_one_it_amends(decision: Any, site: SiteTree) -> None:
    later = DecisionPageFactory(parent=site.sections["sq"], live=False, date=datetime.date(2025, 5, 1))
    PageViewRestriction.objects.create(page=later, restriction_type=PageViewRestriction.LOGIN)
    later.relations.create(kind="amends", act=decision.act)
    later.save_revision().publish()
    project()
    assert [change["kind"] for change in item_of(decision)["changes"]] == ["published"]


def test_a_field_that_is_no_more_is_told_by_its_name(decision: Any, client: Client) -> None:
    ActChange.objects.create(act=decision.act, kind="corrected", at=timezone.now(), fields=["former_field"])
    assert "former_field" in client.get(decision.url).content.decode()


def test_posts_are_named_in_the_readers_language(decision: Any) -> None:
    """Those that an office made itself stay as it calls them."""
    post = "Drejtori i zyrës, Zyrtar për informim"
    with translation.override("sr-latn"):
        assert post_name(post) == "Direktor kancelarije, Zyrtar për informim"
    with translation.override("sq"):
        assert post_name(post) == post


def test_records_cannot_be_changed(decision: Any) -> None:
    change = ActChange.objects.get()
    for attempt in (change.save, change.delete, ActChange.objects.all().delete):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(TypeError):
        ActChange.objects.update(post="")


@pytest.mark.once
def test_history_costs_the_same_for_two_and_for_twenty(decision: Any, client: Client) -> None:
    def asked() -> int:
        client.get(decision.url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(decision.url).status_code == 200
        return len(queries)

    replace_file(replace_file(decision))
    few = asked()
    for _ in range(10):
        replace_file(decision)
    assert asked() == few


def test_the_field_of_each_reason_says_what_it_is_and_in_which_language(decision: Any) -> None:
    with translation.override("sq"):
        assert ReasonForm(page=decision).fields["sq"].label == "Arsyeja (Shqip)"


def test_withdrawing_asks_for_a_reason_and_the_address_says_it(decision: Any, admin: Client, client: Client) -> None:
    eli = decision.act.path
    asked = admin.get(f"/admin/pages/{decision.pk}/unpublish/")
    assert asked.status_code == 302
    assert admin.post(f"/admin/pages/{decision.pk}/unpublish/")["Location"] == asked["Location"]
    refused = admin.post(asked["Location"], {"sq": " "})
    assert refused.status_code == 200
    assert again(decision).live
    admin.post(asked["Location"], {"sq": WHY, "en": "Page 2 was missing."})
    project()
    for address in (decision.url, eli):
        gone = client.get(address)
        assert gone.status_code == 410
        html = gone.content.decode()
        assert "noindex" in html
        assert "Vendim për ujin" in html
        assert WHY in html
        assert "Miratohet propozimi" not in html
    assert client.get(decision.signed_pdf.url).status_code == 404


def test_clients_learn_of_a_withdrawal_and_search_does_not_find_it(decision: Any, client: Client) -> None:
    withdraw(again(decision), {"sq": WHY})
    project()
    response = client.get(f"{CONTENT}items/{decision.translation_key}.sq/")
    assert response.status_code == 410
    assert response.json()["reason"] == "withdrawn"
    assert response.json()["withdrawal"]["reason"] == WHY
    item = PublishedItem.objects.get(page_id=decision.pk)
    assert (item.title, item.text, item.is_live) == ("", "", False)
    assert get(f"{CONTENT}search/?q=ujin").json()["total"] == 0
    list(reconcile())
    item.refresh_from_db()
    assert item.reason == "withdrawn"


def test_earlier_files_of_a_withdrawn_act_are_not_public(decision: Any, client: Client) -> None:
    earlier = decision.signed_pdf
    withdraw(replace_file(decision), {"sq": WHY})
    project()
    assert client.get(earlier.url).status_code == 404


def test_translations_are_withdrawn_too_and_a_translation_alone_is_only_unpublished(
    decision: Any, admin: Client, client: Client
) -> None:
    translated = publish_translation(decision, "en", {"title": "Decision on water"})
    project()
    admin.post(f"/admin/pages/{translated.pk}/unpublish/")
    assert not again(translated).live
    assert again(decision).live
    again(translated).save_revision().publish()
    project()
    withdraw(again(decision), {"sq": WHY, "en": "Page 2 was missing."})
    project()
    gone = client.get(translated.url)
    assert gone.status_code == 410
    assert "Page 2 was missing." in gone.content.decode()


def test_a_translation_that_was_cut_off_is_withdrawn_too(decision: Any) -> None:
    translated = publish_translation(decision, "en")
    Translation.objects.update(enabled=False)
    withdraw(again(decision), {"sq": WHY})
    assert not again(translated).live


def test_what_was_private_does_not_say_that_it_was_withdrawn(decision: Any, client: Client) -> None:
    PageViewRestriction.objects.create(page=decision, restriction_type=PageViewRestriction.LOGIN)
    withdraw(again(decision), {"sq": WHY})
    project()
    for address in (decision.url, decision.act.path):
        assert WHY not in client.get(address, follow=True).content.decode()
    assert PublishedItem.objects.get(page_id=decision.pk).payload == ""


def test_an_act_published_again_is_withdrawn_no_more(decision: Any, client: Client) -> None:
    withdraw(again(decision), {"sq": WHY})
    again(decision).save_revision().publish()
    project()
    assert client.get(decision.url).status_code == 200
    assert kinds(decision) == ["published", "withdrawn", "published"]
    assert Act.objects.get(pk=decision.act.pk).withdrawn_at is None


@pytest.mark.parametrize("which", ["act", "section", "bulk"])
def test_an_act_that_was_published_is_not_deleted(which: str, decision: Any, site: SiteTree, admin: Client) -> None:
    target = site.sections["sq"] if which == "section" else decision
    path = f"/admin/pages/{target.pk}/delete/"
    if which == "bulk":
        path = f"/admin/bulk/wagtailcore/page/delete/?id={target.pk}&next=/admin/"
    admin.post(path, {"next": "/admin/"})
    assert Page.objects.filter(pk=decision.pk).exists()


def test_a_draft_can_be_deleted(site: SiteTree, admin: Client) -> None:
    draft = DecisionPageFactory(parent=site.sections["sq"], live=False, first_published_at=None)
    admin.post(f"/admin/pages/{draft.pk}/delete/")
    assert not Page.objects.filter(pk=draft.pk).exists()


def test_a_section_is_not_unpublished_with_its_acts(decision: Any, site: SiteTree, admin: Client) -> None:
    admin.post(f"/admin/pages/{site.sections['sq'].pk}/unpublish/", {"include_descendants": "on"})
    assert again(decision).live


def test_an_approval_of_a_correction_does_not_bring_a_withdrawn_act_back(decision: Any, officer: User) -> None:
    decision.save_revision(user=officer)
    Workflow.objects.get().start(decision, officer)
    withdraw(again(decision), {"sq": WHY})
    assert not again(decision).workflow_in_progress


def test_reason_has_nothing_that_nobody_sees(site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    form = ReasonForm({"sq": "Gjykata e anuloi\x07aktin"}, page=page)
    assert form.is_valid()
    assert form.reason() == {"sq": "Gjykata e anuloi aktin"}


def test_reason_of_nothing_that_can_be_seen_is_none(site: SiteTree) -> None:
    assert not ReasonForm({"sq": "\x07\x00"}, page=DecisionPageFactory(parent=site.sections["sq"])).is_valid()
