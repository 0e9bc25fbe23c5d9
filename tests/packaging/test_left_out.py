"""What docs/integrators.md tells to set is named by a check, with what to do, where it is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.packaging.project import Project, blocks

FIRST = "In your own Wagtail project"
LANGUAGES = "Several languages"
SEARCH = "Search in your project"
#: lines that are left out together, and what is said of each
LEFT_OUT: list[dict[str, str]] = [
    {
        '    "wagtail.contrib.table_block",': '(cms_pages.E004) "wagtail.contrib.table_block" is not in INSTALLED_APPS',
        '    "ninja",': '(cms_pages.E004) "ninja" is',
        'DATABASES["default"]["OPTIONS"] =': "(cms_pages.W007) On SQLite",
        "WAGTAILDOCS_EXTENSIONS =": "(cms_pages.W003) WAGTAILDOCS_EXTENSIONS",
        "WAGTAILDOCS_DOCUMENT_FORM_BASE =": "(cms_pages.W001) The content",
        "WAGTAILMEDIA =": "(cms_pages.E005) Recordings have no model",
        "WAGTAILEMBEDS_FINDERS =": "(cms_pages.W008) What editors embed",
        "WAGTAIL_FINISH_WORKFLOW_ACTION =": "(cms_pages.W011) Who approves",
        '    path("api/content/",': "(cms_pages.W006) The content API",
        '    path("documents/",': "(cms_pages.W004) Documents",
        '    path("recordings/",': "(cms_pages.W013) Recordings",
        "    path(settings.MEDIA_URL": "(cms_pages.W005) Pictures",
    },
    {'    "cms_pages",': 'ImproperlyConfigured: "publications" needs "cms_pages"'},
    {'    "wagtail_localize",': 'ImproperlyConfigured: "cms_pages" needs "wagtail_localize"'},
    {'    "wagtail_localize.modeladmin",': 'ImproperlyConfigured: "cms_pages" needs "wagtail_localize.modeladmin"'},
    {'    "wagtail_modeladmin",': 'ImproperlyConfigured: "cms_pages" needs "wagtail_modeladmin"'},
    {'    "wagtailmedia",': 'ImproperlyConfigured: "cms_pages" needs "wagtailmedia"'},
    {'    "publications",': "no issues"},
]
LEFT_OUT_OF_LANGUAGES: list[dict[str, str]] = [
    {
        "WAGTAIL_I18N_ENABLED =": "(cms_pages.E001) WAGTAIL_I18N_ENABLED",
        'INSTALLED_APPS = ["wagtail_localize.locales"': "(cms_pages.W009) Languages",
        "MIDDLEWARE.insert(": "(cms_pages.W010) Addresses",
    },
    {"+    *i18n_patterns(": "(cms_pages.W010) Addresses"},
]


def check(project: Project) -> str:
    """What ``manage.py check`` says of a project."""
    done = project.run("manage.py", "check")
    return done.stdout + done.stderr


def test_no_line_is_forgotten_here() -> None:
    settings, urls = blocks(FIRST)
    lines = re.findall(r'^(?: {4}"|[A-Z_]+\b(?! = \[$)).*', settings.code, re.MULTILINE)
    lines += re.findall(r"^ {4}path.*", urls.code, re.MULTILINE)
    known = [beginning for group in LEFT_OUT for beginning in group]
    assert len(lines) == len(known)
    for line in lines:
        assert any(map(line.startswith, known)), f"nothing is said of {line}"


@pytest.mark.parametrize("group", LEFT_OUT, ids=lambda group: min(group, key=len).strip())
def test_what_is_left_out_is_named(plain: Project, tmp_path: Path, group: dict[str, str]) -> None:
    project = plain.copy(tmp_path / "town")
    project.follow(FIRST, besides=tuple(group))
    said = check(project)
    for message in group.values():
        assert message in said


@pytest.mark.parametrize("group", LEFT_OUT_OF_LANGUAGES, ids=lambda group: min(group, key=len).strip())
def test_what_is_left_out_of_several_languages_is_named(plain: Project, tmp_path: Path, group: dict[str, str]) -> None:
    project = plain.copy(tmp_path / "town")
    project.follow(FIRST)
    project.follow(LANGUAGES, besides=tuple(group))
    said = check(project)
    for message in group.values():
        assert message in said


def test_folder_that_hides_search_is_not_taken_for_it(complete: Project, tmp_path: Path) -> None:
    project = complete.copy(tmp_path / "town")
    project.follow(FIRST)
    project.follow(SEARCH)
    assert "No module named 'search.apps'" in check(project)
