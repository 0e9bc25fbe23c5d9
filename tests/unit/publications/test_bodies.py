"""Which bodies the forms offer."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from tests.factories import BodyFactory, DecisionPageFactory, SiteTree

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies(site: SiteTree) -> Any:
    """The assembly, with a name in English; and the mayor, with none."""
    assembly, mayor = BodyFactory(), BodyFactory(key="mayor", name="Kryetari")
    english = assembly.copy_for_translation(Locale.objects.get(language_code="en"))
    english.name = "Municipal Assembly"
    english.save()
    return assembly, english, mayor


def offered(client: Client, url: str) -> list[str]:
    client.force_login(User.objects.get_or_create(username="admin", is_superuser=True)[0])
    body = client.get(url).context["form"]["body"]
    return [str(label) for _value, label in body.field.choices if _value]


@pytest.mark.parametrize("kind", ["decisionpage", "minutespage"])
def test_each_body_is_offered_once_in_the_pages_language(
    client: Client, site: SiteTree, bodies: Any, kind: str
) -> None:
    for language, names in (("sq", ["Kryetari", "Kuvendi i Komunës"]), ("en", ["Kryetari", "Municipal Assembly"])):
        url = reverse("wagtailadmin_pages:add", args=["publications", kind, site.sections[language].pk])
        assert offered(client, url) == names


def test_chosen_body_is_offered_in_any_language(client: Client, site: SiteTree, bodies: Any) -> None:
    page = DecisionPageFactory(parent=site.sections["en"], body=bodies[0])
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert offered(client, url) == ["Kryetari", "Kuvendi i Komunës", "Municipal Assembly"]
