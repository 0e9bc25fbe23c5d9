"""What is read of the versions of a document that was found."""

from __future__ import annotations

import uuid

import pytest
from wagtail.models import Site

from cms_pages.versions import live_versions
from tests.search.factories import item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("live", "read_whole"), [(("sq", "en"), "en"), (("sq",), "sq")])
def test_of_a_documents_versions_only_the_shown_one_is_read_whole(live: tuple[str, ...], read_whole: str) -> None:
    site, key = Site.objects.get(is_default_site=True), uuid.uuid4()
    for locale in live:
        item(site, locale, "Budget", translation_key=key)
    versions = live_versions(site.pk, [f"{key}.sq", f"{key}.en"], "en")
    assert {version.locale: bool(version.payload) for version in versions} == {
        each: each == read_whole for each in live
    }
