"""Somebody uploads a table with mistakes, reads what is wrong in which line, and takes over the rest."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from wagtail.users.models import UserProfile

from publications.imports.background import go_on_with_imports
from publications.models import DecisionPage
from tests.browser.test_authors_checker import PASSWORD, tree
from tests.factories import BodyFactory, SiteTree
from tests.support.axe import violations
from tests.support.browser import wait_until_still

__all__ = ["tree"]

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = """number,date,body,title,file
01-400/1,2024-03-14,assembly,Vendim për tregun,mungon.pdf
01-400/2,2024-13-14,assembly,Vendim për ujin,
01-400/3,2024-05-02,askush,Vendim për rrugën,
01-400/4,2024-05-03,assembly,Vendim për shkollën,
"""
#: width and height of the window
SIZES = ((390, 844), (1400, 900))


def examine(page: Page) -> list[str]:
    """What is wrong with the open page, narrow and wide; Wagtail's own side panels are not looked at."""
    problems = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state()
        wait_until_still(page)
        problems += [f"{width}: {violation}" for violation in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{width}: wider than the screen")
    return problems


def test_mistakes_are_told_by_line_and_the_rest_is_taken_over(
    page: Page, live_server: LiveServer, tree: SiteTree
) -> None:
    BodyFactory()
    user = User.objects.create_superuser("redaktore", "redaktore@example.org", PASSWORD)
    profile = UserProfile.objects.create(user=user, preferred_language="sq")
    page.goto(f"{live_server.url}/admin/")
    page.locator("[name=username]").fill("redaktore")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    page.goto(f"{live_server.url}/admin/import-acts/")
    assert examine(page) == []
    page.get_by_role("button", name="Ngarko dhe kontrollo").click()
    expect(page.locator(".error-message")).to_have_count(2)
    page.get_by_label("Tabela (CSV)").set_input_files(
        {"name": "aktet.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.get_by_label("Rubrika").select_option(str(tree.sections["sq"].pk))
    page.get_by_role("button", name="Ngarko dhe kontrollo").click()
    expect(page.get_by_text("Tabela po kontrollohet.")).to_be_visible()
    assert examine(page) == []
    go_on_with_imports()
    # The page looks again by itself.
    rows = page.get_by_role("row")
    expect(rows).to_have_count(5)
    for row, line, said in ((1, "2", "“mungon.pdf” mungon"), (2, "3", "nuk është datë"), (3, "4", "“askush”")):
        expect(rows.nth(row).get_by_role("cell").first).to_have_text(line)
        expect(rows.nth(row)).to_contain_text(said)
    for language in ("sr-latn", "en", "sq"):
        UserProfile.objects.filter(pk=profile.pk).update(preferred_language=language)
        page.reload()
        assert examine(page) == []
    assert not DecisionPage.objects.exists()
    page.get_by_role("button", name="Importo si skica").click()
    expect(page.get_by_text("Aktet po importohen.")).to_be_visible()
    go_on_with_imports()
    expect(page.get_by_text("U krye.")).to_be_visible()
    expect(rows.nth(4)).to_contain_text("i ri")
    assert [(each.title, each.live) for each in DecisionPage.objects.all()] == [("Vendim për shkollën", False)]
