"""An act with many relations and attachments costs as many queries as one with few: to open, save, publish and show."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.forms import BaseFormSet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms_pages.publishing.projector import project_pages
from publications.models import ActAttachment, ActRelation, DecisionPage
from tests.factories import DecisionPageFactory, DocumentFactory, SiteTree
from tests.support.fixtures import project
from tests.support.log import payload_of

FEW, MANY = 2, 20


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("admin", password="x"))
    return client


def act_with(site: SiteTree, rows: int, attachments: int | None = None) -> Any:
    """A published act with so many relations, and attachments; as many of these where it is not said."""
    section = site.sections["sq"]
    earlier = [DecisionPageFactory(parent=section) for _number in range(rows)]
    page = DecisionPageFactory(parent=section)
    page.relations = [ActRelation(kind="amends", act=other.act) for other in earlier]
    page.attachments = [
        ActAttachment(document=DocumentFactory(), locale=page.locale) for _number in range(attachments or rows)
    ]
    page.save_revision().publish()
    project()
    return DecisionPage.objects.get(pk=page.pk)


def posted(page: Any, **values: Any) -> dict[str, Any]:
    """What the editor's form sends for a page as it is."""
    relations = [{"id": row.pk, "kind": row.kind, "act": row.act_id} for row in page.relations.all()]
    files = [{"id": row.pk, "document": row.document_id, "title": row.title} for row in page.attachments.all()]
    data: dict[str, Any] = nested_form_data(
        {
            **{name: getattr(page, name) for name in ("title", "slug", "number", "kind", "legal_basis", "summary")},
            "date": page.date.isoformat(),
            "body": page.body_id,
            "signed_pdf": page.signed_pdf_id,
            "content": streamfield([]),
            "signers": inline_formset([]),
            "relations": inline_formset(relations, initial=len(relations)),
            "attachments": inline_formset(files, initial=len(files)),
            "comments": inline_formset([]),
            **values,
        }
    )
    return data


def steps_of(page: Any, admin: Client, rows: int) -> dict[str, Callable[[], Any]]:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    draft = posted(page, title="Draft")
    published = posted(page, title=f"Titulli {rows}", **{"action-publish": "1"})
    return {
        "open": partial(admin.get, edit),
        "save": partial(admin.post, edit, draft),
        "publish": partial(admin.post, edit, published),
        "project": partial(project_pages, [page.pk]),
        "show": partial(admin.get, page.get_url()),
        "preview": partial(admin.get, reverse("wagtailadmin_pages:view_draft", args=[page.pk])),
    }


@pytest.mark.once
def test_rows_cost_no_queries_of_their_own(admin: Client, site: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    validated: list[Any] = []
    is_valid = BaseFormSet.is_valid

    def noted(formset: Any) -> bool:
        validated.append(formset)
        return is_valid(formset)

    monkeypatch.setattr(BaseFormSet, "is_valid", noted)
    counts = []
    for rows in (FEW, FEW, MANY):  # the first fills what is kept between requests
        page = act_with(site, rows)
        taken = {}
        for name, step in steps_of(page, admin, rows).items():
            validated.clear()
            with CaptureQueriesContext(connection) as captured:
                step()
            # Nor does any row have all of them validated again.
            taken[name] = (len(captured), len(validated))
        counts.append(taken)
        shown = payload_of(page)
        assert shown["title"] == f"Titulli {rows}"
        assert (len(shown["relations"]), len(shown["attachments"])) == (rows, rows)
    _first, few, many = counts
    assert few == many


def test_rows_can_be_changed_added_and_removed(admin: Client, site: SiteTree) -> None:
    page = act_with(site, 3)
    first, second, third = page.relations.all()
    other = DecisionPageFactory(parent=site.sections["sq"])
    relations = [
        {"id": first.pk, "kind": "amends", "act": first.act_id, "ORDER": "2"},
        {"id": second.pk, "kind": "amends", "act": second.act_id, "ORDER": "3", "DELETE": "1"},
        {"id": third.pk, "kind": "revokes", "act": third.act_id, "ORDER": "1"},
        {"id": "", "kind": "implements", "act": other.act.pk, "ORDER": "4"},
    ]
    document = DocumentFactory()
    files = [{"id": "", "document": document.pk, "title": "E re", "ORDER": "1"}]
    kept = [{"id": row.pk, "document": row.document_id, "title": "", "DELETE": "1"} for row in page.attachments.all()]
    changed = {
        "relations": inline_formset(relations, initial=3),
        "attachments": inline_formset([*kept, *files], initial=3),
        "file_reason": "Janë tjera.",
        "action-publish": "1",
    }
    response = admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(page, **changed))
    assert response.status_code == 302
    rows = list(ActRelation.objects.filter(page=page).values_list("pk", "kind", "act"))
    assert rows[:2] == [(third.pk, "revokes", third.act_id), (first.pk, "amends", first.act_id)]
    assert [row[1:] for row in rows[2:]] == [("implements", other.act.pk)]
    (attachment,) = ActAttachment.objects.filter(page=page)
    assert (attachment.document, attachment.title, attachment.locale_id) == (document, "E re", page.locale_id)
    assert set(ReferenceIndex.get_references_for_object(page).values_list("content_path", flat=True)) >= {
        f"attachments.{attachment.pk}.document"
    }


def test_row_of_what_was_deleted_is_left_out_of_a_draft(admin: Client, site: SiteTree) -> None:
    page = act_with(site, 2)
    lost, kept = DocumentFactory(), page.attachments.first().document
    page.attachments = [ActAttachment(document=each, locale=page.locale) for each in (lost, kept)]
    page.save_revision()
    lost.delete()
    draft = DecisionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [row.document for row in draft.attachments.all()] == [kept]
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


@pytest.mark.parametrize(("kind", "act", "field"), [("amends", "999999", "act"), ("x", None, "kind")])
def test_what_cannot_be_chosen_is_refused_at_its_row(
    admin: Client, site: SiteTree, kind: str, act: str | None, field: str
) -> None:
    page = act_with(site, 1)
    rows = [{"id": "", "kind": kind, "act": act or page.relations.get().act_id}]
    data = posted(page, relations=inline_formset(rows, initial=0))
    response = admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert list(response.context["form"].formsets["relations"].errors[0]) == [field]


def test_contradiction_is_said_at_its_row(admin: Client, site: SiteTree) -> None:
    page = act_with(site, 1)
    row = page.relations.get()
    rows = [{"id": row.pk, "kind": row.kind, "act": row.act_id}, {"id": "", "kind": "revokes", "act": page.act.pk}]
    data = posted(page, relations=inline_formset(rows, initial=1))
    response = admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    errors = [form.errors.as_data() for form in response.context["form"].formsets["relations"].forms]
    assert [{field: [error.code for error in each[field]] for field in each} for each in errors] == [
        {},
        {"act": ["itself"]},
    ]
