"""A decision's number is unique for its body, year and site: in the form, and for code that publishes."""

import datetime
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from publications.models import DecisionPage
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    DocumentFactory,
    SectionIndexPageFactory,
    SiteTree,
    make_site,
    publish_translation,
)

TAKEN = "Kuvendi i Komunës already has a decision with the number 01-400/1 in 2025: “Vendim i parë”."


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    user = User.objects.create_superuser("admin", password="x")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


@pytest.fixture
def first(site: SiteTree) -> Any:
    return DecisionPageFactory(parent=site.sections["sq"], title="Vendim i parë", number="01-400/1")


def data(**values: Any) -> dict[str, Any]:
    filled = {
        "title": "Vendim i dytë",
        "slug": "vendim-i-dyte",
        "number": "01-400/1",
        "date": "2025-12-31",
        "body": BodyFactory().pk,
        "kind": "individual",
        "signed_pdf": "",
        "legal_basis": "",
        "summary": "",
        "content": streamfield([]),
        "attachments": inline_formset([]),
        "relations": inline_formset([]),
        "signers": inline_formset([]),
        "comments": inline_formset([]),
        **values,
    }
    posted: dict[str, Any] = nested_form_data(filled)
    return posted


def create(admin: Client, parent: Any, **values: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["publications", "decisionpage", parent.pk])
    return admin.post(url, data(**values))


def errors_of(response: Any) -> dict[str, int]:
    """How many errors each field has."""
    assert response.status_code == 200
    return {field: len(errors) for field, errors in response.context["form"].errors.items()}


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("number", ["17//2026", "17/-2026", "/2026", "17/26/", "17-", "17\\2026", "17,2026", "17:2026"])
def test_wrong_separators_are_refused_at_the_field(admin: Client, site: SiteTree, number: str) -> None:
    response = create(admin, site.sections["sq"], number=number)
    assert errors_of(response) == {"number": 1}
    assert "Write / or - between the parts of the number" in text_of(response)
    assert not DecisionPage.objects.exists()


@pytest.mark.parametrize(
    "number",
    ["01-400/26-0017", "Nr. 42", "17.", "08/L-197", "01 Nr. 020/03-1234", "Nr:17/2026", "pa numër", "17 / 2026"],
)
def test_numbers_as_offices_write_them_are_taken(admin: Client, site: SiteTree, number: str) -> None:
    assert create(admin, site.sections["sq"], number=number).status_code == 302
    assert DecisionPage.objects.get().number == number


@pytest.mark.parametrize("number", ["01-400/1", " 01-400/1\t", "01-400/\u200b1", "01\u2013400\u22151"])
def test_taken_number_is_refused_in_a_new_draft(admin: Client, first: Any, number: str) -> None:
    response = create(admin, first.get_parent(), number=number)
    assert errors_of(response) == {"number": 1}
    assert TAKEN in text_of(response)
    assert DecisionPage.objects.count() == 1


def test_letters_are_the_same_large_and_small(admin: Client, site: SiteTree) -> None:
    DecisionPageFactory(parent=site.sections["sq"], number="01-400/1a")
    assert "number" in errors_of(create(admin, site.sections["sq"], number="01-400/1A"))


def test_refusal_is_in_the_editors_language(admin: Client, first: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    UserProfile.objects.update(preferred_language="sq")
    text = "%(body)s already has a decision with the number %(number)s in %(year)s: “%(title)s”."
    catalogue = vars(trans_real.translation("sq"))["_catalog"]
    monkeypatch.setattr(catalogue, "_catalogs", [{text: "Numri %(number)s është zënë."}, *catalogue._catalogs])
    assert "Numri 01-400/1 është zënë." in text_of(create(admin, first.get_parent()))


@pytest.mark.parametrize("action", ["save", "action-publish"])
def test_taken_number_is_refused_once_when_editing(admin: Client, first: Any, action: str) -> None:
    page = DecisionPageFactory(parent=first.get_parent(), number="01-400/2")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin.post(url, {**data(signed_pdf=page.signed_pdf_id), action: "1"})
    assert errors_of(response) == {"number": 1}
    assert TAKEN in text_of(response)
    page.refresh_from_db()
    assert page.number == "01-400/2"


def test_number_of_a_draft_is_taken_too(admin: Client, site: SiteTree) -> None:
    assert create(admin, site.sections["sq"]).status_code == 302
    assert "number" in errors_of(create(admin, site.sections["sq"], slug="tjeter"))


def test_a_decision_keeps_its_own_number(admin: Client, first: Any) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[first.pk])
    posted = data(title="Titull i ri", slug=first.slug, date="2025-03-14", signed_pdf=first.signed_pdf_id)
    response = admin.post(url, {**posted, "action-publish": "1"})
    assert response.status_code == 302
    assert DecisionPage.objects.get().title == "Titull i ri"


def test_draft_needs_neither_number_nor_signed_copy_yet(admin: Client, site: SiteTree) -> None:
    assert create(admin, site.sections["sq"], number="").status_code == 302
    assert create(admin, site.sections["sq"], number="", slug="tjeter").status_code == 302
    url = reverse("wagtailadmin_pages:edit", args=[DecisionPage.objects.get(slug="tjeter").pk])
    posted = data(number="", slug="tjeter")
    assert set(errors_of(admin.post(url, {**posted, "action-publish": "1"}))) == {"number", "signed_pdf"}


def test_other_year_body_and_number_are_free(admin: Client, first: Any) -> None:
    parent = first.get_parent()
    mayor = BodyFactory(key="mayor", name="Kryetari")
    for number, values in enumerate([{"date": "2024-12-31"}, {"body": mayor.pk}, {"number": "01-400/11"}]):
        assert create(admin, parent, slug=f"v{number}", **values).status_code == 302


def test_other_section_and_language_of_the_same_site_are_not(admin: Client, first: Any, site: SiteTree) -> None:
    section = SectionIndexPageFactory(parent=site.homes["sq"], title="Arkivi")
    for parent in (section, site.sections["en"]):
        assert "number" in errors_of(create(admin, parent))


def test_the_body_is_the_same_in_every_language(admin: Client, first: Any, site: SiteTree) -> None:
    english = first.body.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    assert "number" in errors_of(create(admin, site.sections["en"], body=english.pk))


def test_other_site_is_free(admin: Client, first: Any) -> None:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    assert create(admin, other.sections["sq"]).status_code == 302


def test_translations_share_the_number(first: Any) -> None:
    serbian = publish_translation(first, "sr-latn")
    assert serbian.live
    assert serbian.number == first.number
    first.save_revision().publish()
    publish_translation(first, "sr-latn")


def test_aliases_share_it_too(first: Any, site: SiteTree) -> None:
    section = SectionIndexPageFactory(parent=site.homes["sq"], title="Buxheti")
    alias = first.create_alias(parent=section)
    assert alias.live
    first.save_revision().publish()


def test_code_cannot_publish_a_taken_number(first: Any) -> None:
    parent = first.get_parent()
    with pytest.raises(ValidationError) as refused:
        DecisionPageFactory(parent=parent, number=" 01-400/1", date=datetime.date(2025, 1, 1))
    assert list(refused.value.message_dict) == ["number"]
    draft = DecisionPageFactory(parent=parent, number="01-400/2", live=False)
    draft.number = "01-400/1"
    with pytest.raises(ValidationError):
        draft.save_revision(clean=False).publish()
    assert DecisionPage.objects.live().count() == 1


def test_number_is_tidied(admin: Client, site: SiteTree) -> None:
    create(admin, site.sections["sq"], number="  01-400 /\u00a0 7\u200b ")
    assert DecisionPage.objects.get().number == "01-400 / 7"
    page = DecisionPageFactory(parent=site.sections["sq"], number="02\n 1 ", signed_pdf=DocumentFactory())
    assert page.number == "02 1"


def test_copy_of_a_decision_is_a_draft(admin: Client, first: Any) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[first.pk])
    form = {"new_title": "Kopje", "new_slug": "kopje", "new_parent_page": first.get_parent().pk}
    refused = admin.post(url, {**form, "publish_copies": "1"}, follow=True)
    assert "cannot be published at once" in refused.content.decode()
    assert DecisionPage.objects.count() == 1
    assert admin.post(url, form).status_code == 302
    assert not DecisionPage.objects.get(slug="kopje").live


def test_copy_of_a_decision_has_no_number_and_is_saved_with_its_own(admin: Client, first: Any) -> None:
    # A later draft of it has another file, which is not the copy's either.
    draft = first.get_latest_revision_as_object()
    draft.signed_pdf = DocumentFactory(title="Tjetër")
    draft.save_revision()
    url = reverse("wagtailadmin_pages:copy", args=[first.pk])
    admin.post(url, {"new_title": "Kopje", "new_slug": "kopje", "new_parent_page": first.get_parent().pk})
    copied = DecisionPage.objects.get(slug="kopje")
    for act in (copied, copied.get_latest_revision_as_object()):
        assert (act.number, act.signed_pdf) == ("", None)
    assert DecisionPage.objects.get(pk=first.pk).signed_pdf == first.signed_pdf
    assert (copied.date, DecisionPage.objects.get(pk=first.pk).number) == (first.date, "01-400/1")
    edit = reverse("wagtailadmin_pages:edit", args=[copied.pk])
    assert "data-next-number" in admin.get(edit).content.decode()
    assert "data-next-number" not in admin.get(reverse("wagtailadmin_pages:edit", args=[first.pk])).content.decode()
    for number in ("", "01-400/2"):
        assert admin.post(edit, data(title="Kopje", slug="kopje", number=number)).status_code == 302
        assert DecisionPage.objects.get(pk=copied.pk).get_latest_revision_as_object().number == number


def test_translation_and_alias_of_a_decision_keep_its_number(admin: Client, first: Any) -> None:
    section, english = first.get_parent(), Locale.objects.get(language_code="en")
    copied = first.copy_for_translation(english, copy_parents=True)
    assert (copied.number, copied.get_latest_revision_as_object().number) == ("01-400/1", "01-400/1")
    copied.delete()
    translated = publish_translation(first, "en", {"title": "First decision"})
    assert (translated.number, translated.signed_pdf) == ("01-400/1", first.signed_pdf)
    elsewhere = SectionIndexPageFactory(parent=section.get_parent())
    url = reverse("wagtailadmin_pages:copy", args=[first.pk])
    form = {"new_title": "Kopje", "new_slug": "kopje", "new_parent_page": elsewhere.pk, "alias": "1"}
    assert admin.post(url, form).status_code == 302
    assert DecisionPage.objects.get(slug="kopje").number == "01-400/1"


def test_copy_of_a_section_with_its_decisions_is_a_draft_too(admin: Client, first: Any, site: SiteTree) -> None:
    section = first.get_parent()
    url = reverse("wagtailadmin_pages:copy", args=[section.pk])
    form = {"new_title": "Kopje", "new_slug": "kopje", "new_parent_page": section.get_parent().pk, "copy_subpages": "1"}
    admin.post(url, {**form, "publish_copies": "1"})
    assert DecisionPage.objects.count() == 1
    assert admin.post(url, form).status_code == 302
    assert DecisionPage.objects.live().count() == 1
    assert set(DecisionPage.objects.values_list("number", flat=True)) == {"01-400/1", ""}


def test_an_alias_of_a_decision_does_not_become_a_second_one_with_its_number(admin: Client, first: Any) -> None:
    section = first.get_parent()
    alias = first.create_alias(parent=SectionIndexPageFactory(parent=section.get_parent()))
    said = admin.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]), follow=True)
    assert "in another section, and cannot become a page of its own" in text_of(said)
    assert DecisionPage.objects.get(alias_of=None) == first


def test_an_alias_that_stands_for_a_translation_becomes_one(admin: Client, first: Any) -> None:
    english = first.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    admin.post(reverse("wagtailadmin_pages:convert_alias", args=[english.pk]))
    assert DecisionPage.objects.get(pk=english.pk).alias_of_id is None
