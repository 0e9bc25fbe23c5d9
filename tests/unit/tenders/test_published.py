"""What was published stays as it is: steps, and facts that no step changes."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from publications.models import TenderPage, TenderRelease
from tests.factories import DocumentFactory, SiteTree, publish_translation
from tests.factories.tenders import TenderPageFactory, ago, give_steps, publish_tender

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def page(site: SiteTree) -> TenderPage:
    return publish_tender(site.sections["sq"], "contract_notice bids_opened", documents=2)


@pytest.mark.parametrize(
    ("field", "value"),
    [("text", "Tjetër."), ("date", ago(99)), ("deadline", None), ("kind", "planned"), ("bids", 7)],
)
def test_a_published_step_never_changes(page: TenderPage, field: str, value: Any) -> None:
    draft = page.get_latest_revision_as_object()
    steps = list(draft.steps.order_by("number"))
    setattr(steps[0], field, value)
    draft.steps = steps
    with pytest.raises(ValidationError, match="1") as refused:
        draft.save_revision().publish()
    assert refused.value.error_list[0].code == "published"
    assert getattr(TenderPage.objects.get(pk=page.pk).life.steps[0], field) != value


def test_a_published_step_is_never_removed(page: TenderPage) -> None:
    draft = page.get_latest_revision_as_object()
    draft.steps = [step for step in draft.steps.all() if step.number == 1]
    with pytest.raises(ValidationError):
        draft.save_revision().publish()


def test_the_documents_of_a_published_step_never_change(page: TenderPage) -> None:
    draft = page.get_latest_revision_as_object()
    rows = list(draft.documents.all())
    rows[0].document = DocumentFactory()
    draft.documents = rows
    with pytest.raises(ValidationError):
        draft.save_revision().publish()


def test_awards_of_a_published_step_never_change(site: SiteTree) -> None:
    page = publish_tender(site.sections["sq"], "contract_notice bids_opened award")
    draft = page.get_latest_revision_as_object()
    awards = list(draft.awards.all())
    awards[0].amount = Decimal(1)
    draft.awards = awards
    with pytest.raises(ValidationError):
        draft.save_revision().publish()


@pytest.mark.parametrize(("field", "value"), [("number", "616-26-9999"), ("value", Decimal(5))])
def test_facts_only_change_with_a_step_that_says_so(page: TenderPage, field: str, value: Any) -> None:
    draft = page.get_latest_revision_as_object()
    setattr(draft, field, value)
    with pytest.raises(ValidationError) as refused:
        draft.save_revision().publish()
    assert set(refused.value.error_dict) == {field}
    give_steps(draft, [{"kind": "correction", "date": ago(70), "text": "Gabim në numër."}], {})
    draft.save_revision().publish()
    assert getattr(TenderPage.objects.get(pk=page.pk), field) == value


def test_texts_can_be_corrected(page: TenderPage) -> None:
    draft = page.get_latest_revision_as_object()
    draft.title = "Ndërtimi i shkollës së mesme"
    draft.save_revision().publish()
    assert TenderRelease.objects.filter(update=0).count() == 2


def test_a_draft_step_can_be_changed_and_removed(page: TenderPage) -> None:
    draft = page.get_latest_revision_as_object()
    give_steps(draft, [{"kind": "cancelled", "date": ago(70), "text": "Gabim."}], {})
    draft.save_revision()
    draft = page.get_latest_revision_as_object()
    draft.steps = [step for step in draft.steps.all() if step.number < 3]
    draft.save_revision().publish()
    assert len(TenderPage.objects.get(pk=page.pk).life.steps) == 2


def test_a_tender_is_not_published_without_a_step(site: SiteTree) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    with pytest.raises(ValidationError) as refused:
        page.save_revision().publish()
    assert refused.value.error_list[0].code == "no_steps"
    assert TenderRelease.objects.count() == 0


def test_a_translation_has_the_steps_of_its_original_with_its_own_words(page: TenderPage) -> None:
    english = publish_translation(page, "en", {"Hapi 1.": "Step 1.", page.title: "A school"})
    assert [(step.kind, step.text) for step in english.life.steps] == [
        ("contract_notice", "Step 1."),
        ("bids_opened", "Hapi 2."),
    ]
    draft = page.get_latest_revision_as_object()
    give_steps(draft, [{"kind": "cancelled", "date": ago(70), "text": "Mungesë mjetesh."}], {})
    draft.save_revision().publish()
    english = TenderPage.objects.get(pk=english.pk)
    assert [step.kind for step in english.life.steps] == ["contract_notice", "bids_opened", "cancelled"]
    assert english.life.steps[0].text == "Step 1."
    assert TenderRelease.objects.filter(update=0).count() == 3


def test_releases_can_only_be_added(page: TenderPage) -> None:
    release = TenderRelease.objects.first()
    assert release is not None
    release.payload = "{}"
    for change in (
        release.save,
        release.delete,
        TenderRelease.objects.all().delete,
        lambda: TenderRelease.objects.update(payload=""),
    ):
        with pytest.raises(TypeError, match="on record"):
            change()
    assert TenderRelease.objects.exclude(payload="{}").count() == 2


def test_a_page_that_is_deleted_leaves_its_releases(page: TenderPage) -> None:
    page.delete()
    assert TenderRelease.objects.count() == 2
