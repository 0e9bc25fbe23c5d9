"""A wrong setup is named when the project starts."""

from dataclasses import replace

import pytest
from django.core.checks import CheckMessage, run_checks
from django.urls import include, path
from pytest_django import Settings
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms_pages.registry import publication_types

urlpatterns = [path("documents/", include(wagtaildocs_urls)), path("", include(wagtail_urls))]


def found() -> dict[str, CheckMessage]:
    return {str(message.id): message for message in run_checks() if str(message.id).startswith("cms_pages.")}


def test_the_municipal_site_is_set_up_right() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("setting", "value", "check", "says"),
    [
        ("WAGTAIL_I18N_ENABLED", False, "cms_pages.E001", "WAGTAIL_I18N_ENABLED"),
        ("WAGTAILDOCS_DOCUMENT_FORM_BASE", "", "cms_pages.W001", "not checked"),
        ("WAGTAILDOCS_DOCUMENT_FORM_BASE", "wagtail.documents.forms.BaseDocumentForm", "cms_pages.W001", "not checked"),
        ("WAGTAILDOCS_MAX_UPLOAD_SIZE", None, "cms_pages.W002", "not limited"),
        ("WAGTAILDOCS_EXTENSIONS", ["pdf", "EXE", "doc"], "cms_pages.W003", "doc, exe"),
        ("WAGTAILDOCS_SERVE_METHOD", "direct", "cms_pages.E002", "direct"),
        ("WAGTAILMEDIA", {"MEDIA_MODEL": "cms_pages.Recording"}, "cms_pages.W012", "recordings are not checked"),
        ("MEDIA_URL", "/elsewhere/", "cms_pages.W005", "Pictures"),
    ],
)
def test_wrong_setting_is_named(settings: Settings, setting: str, value: object, check: str, says: str) -> None:
    setattr(settings, setting, value)
    messages = found()
    assert list(messages) == [check]
    assert says in messages[check].msg
    assert messages[check].hint


def test_files_served_by_others_are_named(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    assert {"cms_pages.W004", "cms_pages.W005", "cms_pages.W013"} <= set(found())


def test_type_whose_schema_does_not_name_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    news = publication_types.get("news")
    assert news is not None
    monkeypatch.setitem(publication_types._entries, "news", replace(news, name="nuus"))
    messages = found()
    assert list(messages) == ["cms_pages.E003"]
    assert "'nuus'" in messages["cms_pages.E003"].msg
