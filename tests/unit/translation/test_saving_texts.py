"""What the translation editor sends while somebody types."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from tests.factories import NewsPageFactory, SiteTree, publish_translation


@pytest.mark.parametrize(("sent", "status", "kept"), [({"value": "Vest"}, 201, ["Vest"]), ({}, 400, [])])
def test_a_text_is_saved_and_a_request_without_one_is_refused(
    admin_client: Client, site: SiteTree, sent: dict[str, str], status: int, kept: list[str]
) -> None:
    publish_translation(NewsPageFactory(parent=site.sections["sq"], title="Lajm"), "sr-latn", {})
    translation = Translation.objects.get()
    segment = translation.source.stringsegment_set.get(string__data="Lajm")
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    answer = admin_client.put(url, urlencode(sent), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status
    assert list(StringTranslation.objects.values_list("data", flat=True)) == kept
