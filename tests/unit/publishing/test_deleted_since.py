"""A draft whose body, term, signer or file somebody deletes is opened as before, and another one has to be chosen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms_pages.admin.withdrawn import why_not
from publications.models.signature import ActSigner
from tests.factories import (
    BodyFactory,
    DecisionPageFactory,
    DocumentFactory,
    MinutesPageFactory,
    SignerFactory,
    SiteTree,
)
from tests.factories.tenders import TenderPageFactory
from tests.support.fixtures import again


def statuses(admin_client: Client, page: Any) -> list[int]:
    return [
        admin_client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code
        for name in ("edit", "view_draft")
    ]


@pytest.mark.parametrize("factory", [DecisionPageFactory, MinutesPageFactory, TenderPageFactory])
def test_with_its_body(admin_client: Client, site: SiteTree, factory: Any) -> None:
    page = factory(parent=site.sections["sq"])
    chosen = BodyFactory(key="tjeter")
    page.body = chosen
    page.save_revision()
    deleted = admin_client.post(f"/admin/cms_pages/body/delete/{chosen.pk}/")
    assert (deleted.status_code, type(chosen).objects.filter(pk=chosen.pk).exists()) == (302, False)
    assert statuses(admin_client, page) == [200, 200]
    assert why_not(again(page))


@pytest.mark.parametrize("name", ["procedure", "contract_type", "value_class"])
def test_with_its_terms(admin_client: Client, site: SiteTree, name: str) -> None:
    page = TenderPageFactory(parent=site.sections["sq"])
    revision = page.save_revision()
    revision.content[name] = 999999
    revision.save()
    assert statuses(admin_client, page) == [200, 200]
    assert why_not(again(page))


def test_with_its_signed_copy(admin_client: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    page.signed_pdf = DocumentFactory()
    page.save_revision()
    admin_client.post(reverse("wagtaildocs:delete", args=[page.signed_pdf.pk]))
    assert again(page).get_latest_revision_as_object().signed_pdf is None
    assert statuses(admin_client, page) == [200, 200]
    assert why_not(again(page))


def test_with_one_of_its_signers(admin_client: Client, site: SiteTree) -> None:
    page = DecisionPageFactory(parent=site.sections["sq"])
    first, second = SignerFactory(body=page.body), SignerFactory(body=page.body)
    page.signers = [ActSigner(signer=first), ActSigner(signer=second)]
    page.save_revision()
    admin_client.post(f"/admin/cms_pages/signer/delete/{first.pk}/")
    assert [row.signer for row in again(page).get_latest_revision_as_object().signers.all()] == [second]
    assert statuses(admin_client, page) == [200, 200]
