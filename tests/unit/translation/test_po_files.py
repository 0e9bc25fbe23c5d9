"""Texts of a translation in a PO file: downloaded, translated elsewhere, uploaded."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation

from tests.factories import NewsPageFactory, SiteTree, publish_translation

REFUSED = "Asnjë tekst nuk u mor"


@pytest.fixture
def translation(site: SiteTree) -> Any:
    """Of a title that is not translated yet."""
    publish_translation(NewsPageFactory(parent=site.sections["sq"], title="Lajm"), "sr-latn", {})
    return Translation.objects.get()


def upload(client: Client, translation: Any, **files: bytes) -> str:
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    data = {name: SimpleUploadedFile("a.po", content) for name, content in files.items()}
    return unescape(client.post(url, data, follow=True).content.decode())


def test_translated_file_is_taken_over(admin_client: Client, translation: Any) -> None:
    file = str(translation.export_po()).replace('msgid "Lajm"\nmsgstr ""', 'msgid "Lajm"\nmsgstr "Vest"')
    assert REFUSED not in upload(admin_client, translation, file=file.encode())
    assert StringTranslation.objects.get().data == "Vest"


@pytest.mark.parametrize("files", [{}, {"file": b""}, {"file": b'msgid "Lajm"\nmsgstr "Vest"\n'}])
def test_no_file_and_one_from_elsewhere_are_refused_with_a_sentence(
    admin_client: Client, translation: Any, files: dict[str, bytes]
) -> None:
    assert REFUSED in upload(admin_client, translation, **files)
    assert not StringTranslation.objects.exists()
