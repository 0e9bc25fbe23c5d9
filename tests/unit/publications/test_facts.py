"""What else is refused in a decision and in minutes."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page

from publications.models import DecisionPage, DocumentPage, MinutesPage, NewsPage, NoticePage
from tests.factories import DecisionPageFactory, DocumentFactory, DocumentPageFactory, MinutesPageFactory, SiteTree, pdf
from tests.factories.uploads import HTML

FACTORIES = [(DecisionPageFactory, "signed_pdf"), (MinutesPageFactory, "pdf"), (DocumentPageFactory, "pdf")]


@pytest.mark.parametrize(("factory", "field"), FACTORIES)
@pytest.mark.parametrize(
    ("name", "content"), [("vendim.csv", b"a;b"), ("vendim.pdf", HTML), ("vendim.txt", pdf("Vendim"))]
)
def test_signed_copy_must_be_a_pdf(site: SiteTree, factory: Any, field: str, name: str, content: bytes) -> None:
    document = Document.objects.create(title="Vendim", file=ContentFile(content, name=name))
    with pytest.raises(ValidationError) as refused:
        factory(parent=site.sections["sq"], **{field: document})
    assert [error.code for error in refused.value.error_dict[field]] == ["must_be_pdf"]


def test_signed_copy_whose_file_is_lost_is_refused(site: SiteTree) -> None:
    document = DocumentFactory()
    document.file.storage.delete(document.file.name)
    with pytest.raises(ValidationError):
        DecisionPageFactory(parent=site.sections["sq"], signed_pdf=document)


def test_signed_copy_is_required(site: SiteTree) -> None:
    with pytest.raises(ValidationError):
        DecisionPageFactory(parent=site.sections["sq"], signed_pdf=None)


@pytest.mark.parametrize("factory", [DecisionPageFactory, MinutesPageFactory, DocumentPageFactory])
def test_date_is_at_most_a_year_ahead(site: SiteTree, factory: Any) -> None:
    today = timezone.localdate()
    factory(parent=site.sections["sq"], date=today + datetime.timedelta(days=366))
    with pytest.raises(ValidationError) as refused:
        factory(parent=site.sections["sq"], date=today + datetime.timedelta(days=367))
    assert [error.code for error in refused.value.error_dict["date"]] == ["far_ahead"]


@pytest.mark.parametrize(("field", "years"), [("entry_into_force", 3), ("end_of_validity", 100)])
def test_act_begins_and_ends_in_a_year_that_can_be(site: SiteTree, field: str, years: int) -> None:
    furthest = timezone.localdate() + datetime.timedelta(days=years * 366)
    DecisionPageFactory(parent=site.sections["sq"], **{field: furthest})
    with pytest.raises(ValidationError) as refused:
        DecisionPageFactory(parent=site.sections["sq"], **{field: furthest + datetime.timedelta(days=1)})
    assert [error.code for error in refused.value.error_dict[field]] == ["far_ahead"]


def test_all_that_is_wrong_is_said_at_once(site: SiteTree) -> None:
    first = DecisionPageFactory(parent=site.sections["sq"])
    document = Document.objects.create(title="Vendim", file=ContentFile(b"a", name="vendim.txt"))
    with pytest.raises(ValidationError) as refused:
        DecisionPageFactory(
            parent=site.sections["sq"], number=first.number, date=first.date, signed_pdf=document, title="Tjetër"
        )
    assert set(refused.value.error_dict) == {"number", "signed_pdf"}


@pytest.mark.parametrize("model", [DecisionPage, MinutesPage, NewsPage, NoticePage, DocumentPage])
def test_publications_are_made_in_sections_only(site: SiteTree, model: type[Page]) -> None:
    assert model.can_create_at(site.sections["sq"])
    assert not model.can_create_at(site.homes["sq"])
    assert not model.can_create_at(Page.objects.get(depth=1))
    assert not model.allowed_subpage_models()
