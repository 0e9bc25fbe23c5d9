"""The forms of a tender's steps, as a browser sends them."""

import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from publications.models import TenderPage
from tests.factories.tenders import ago


def written(day: datetime.date) -> str:
    return day.strftime("%d.%m.%Y")


def post(client: Client, page: TenderPage, kind: str, documents: Any = (), **fields: Any) -> Any:
    """Send the form of a step to be added. ``publish`` presses the other button."""
    rows = {"documents-count": str(len(documents))}
    for position, document in enumerate(documents):
        prefix = f"documents-{position}"
        rows |= {f"{prefix}-{name}": "" for name in ("deleted", "type", "id", "value-title")}
        rows |= {f"{prefix}-order": str(position), f"{prefix}-value-document": str(document.pk)}
    live = TenderPage.objects.get(pk=page.pk)
    data = {"date": written(ago(0)), "text": "", "revision": str(live.latest_revision_id or ""), **rows, **fields}
    address = reverse("publications_add_step", args=[page.pk, kind])
    return client.post(address, data, headers={"accept-language": "en"})


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200, response.status_code
    return {name: [str(each) for each in found] for name, found in response.context["form"].errors.items()}


def drafted(page: TenderPage) -> TenderPage:
    draft: TenderPage = TenderPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return draft
