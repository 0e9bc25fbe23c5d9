"""Two people of an office bring a decision to the public: all in Albanian, in a browser."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from cms_pages.models import Picture
from tests.browser.test_authors_checker import PASSWORD, tree
from tests.factories import BodyFactory, DecisionPageFactory, NoticePageFactory, SiteTree
from tests.factories.offices import Person

__all__ = ["tree"]

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[[str], Page]
#: of all fields of a form, each of which has one
OPEN_CALENDARS = ".xdsoft_datetimepicker:visible"


@pytest.fixture
def enter(chromium: Browser, live_server: LiveServer, tree: SiteTree) -> Iterator[Enter]:
    """Lets somebody with a post log in, in a browser of their own that speaks Albanian."""
    call_command("setup_roles", verbosity=0)
    contexts = []

    def log_in(role: str) -> Page:
        user = Person(role, tree).user
        user.set_password(PASSWORD)
        user.save()
        context = chromium.new_context(locale="sq", viewport={"width": 1400, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/")
        page.locator("[name=username]").fill(role)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form button[type=submit]").click()
        expect(page).to_have_url(f"{live_server.url}/admin/")
        return page

    yield log_in
    for context in contexts:
        context.close()


def test_number_follows_the_body_until_somebody_types_one(
    enter: Enter, live_server: LiveServer, tree: SiteTree
) -> None:
    today = timezone.localdate()
    mayor = BodyFactory(key="mayor", name="Kryetari i Komunës")
    for taken, of in ((7, BodyFactory()), (40, mayor)):
        DecisionPageFactory(parent=tree.sections["sq"], number=f"{taken}/{today.year}", date=today, body=of)
    officer = enter("press_officer")
    officer.goto(f"{live_server.url}/admin/pages/add/publications/decisionpage/{tree.sections['sq'].pk}/")
    number, body = officer.locator("[name=number]"), officer.locator("[name=body]")
    expect(number).to_have_value("")
    body.select_option(label="Kuvendi i Komunës")
    expect(number).to_have_value(f"8/{today.year}")
    body.select_option(label="Kryetari i Komunës")
    expect(number).to_have_value(f"41/{today.year}")
    expect(officer.get_by_role("status").filter(has_text=f"41/{today.year}")).to_be_visible()
    date = officer.locator("[name=date]")
    date.fill(f"05.01.{today.year + 1}")
    date.blur()
    expect(number).to_have_value(f"1/{today.year + 1}")
    number.fill("13")
    body.select_option(label="Kuvendi i Komunës")
    officer.wait_for_load_state("networkidle")
    expect(number).to_have_value("13")


def test_officer_submits_a_decision_and_the_director_approves_it(
    enter: Enter, live_server: LiveServer, tree: SiteTree
) -> None:
    draft = DecisionPageFactory(parent=tree.sections["sq"], live=False, title="Vendim për tregun")
    officer, director = enter("press_officer"), enter("director")
    officer.goto(f"{live_server.url}/admin/pages/{draft.pk}/edit/")
    officer.locator("[name=summary]").fill("Tregu hapet të premten.")
    officer.get_by_role("button", name="Më shumë veprime").last.click()
    expect(officer.get_by_role("button", name="Publiko")).to_have_count(0)
    officer.get_by_role("button", name="Dërgo te: Miratimi nga dy persona").click()
    expect(officer.get_by_text("Faqja “Vendim për tregun” u dërgua për shqyrtim.")).to_be_visible()

    director.reload()
    waiting = director.get_by_role("row").filter(has_text="Vendim për tregun")
    waiting.get_by_role("button", name="Veprimet").click()
    director.get_by_role("button", name="Mirato", exact=True).click()
    # It is listed twice from now on, as not translated yet.
    expect(waiting.get_by_role("button", name="Veprimet")).to_have_count(0)
    director.goto(f"{live_server.url}/sq/vendimet/{draft.slug}/")
    expect(director.get_by_role("heading", name="Vendim për tregun")).to_be_visible()
    expect(director.get_by_text("Tregu hapet të premten.").first).to_be_visible()


def test_several_pictures_are_uploaded_together(enter: Enter, live_server: LiveServer) -> None:
    officer = enter("press_officer")
    officer.goto(f"{live_server.url}/admin/images/multiple/add/")
    files: list[FilePayload] = [
        {"name": f"ura-{color}.png", "mimeType": "image/png", "buffer": _png(color)} for color in ("navy", "olive")
    ]
    officer.locator("#fileupload").set_input_files(files)
    # Each has its form as soon as it is there.
    expect(officer.locator("#upload-list li.upload-success")).to_have_count(2)
    assert set(Picture.objects.values_list("title", flat=True)) == {"ura-navy", "ura-olive"}


def _png(color: str) -> bytes:
    content = BytesIO()
    Image.new("RGB", (60, 40), color).save(content, "PNG")
    return content.getvalue()


def test_what_is_typed_as_a_date_is_refused_and_not_replaced(
    enter: Enter, live_server: LiveServer, tree: SiteTree
) -> None:
    notice = NoticePageFactory(parent=tree.sections["sq"])
    editor = enter("director")
    editor.goto(f"{live_server.url}/admin/pages/{notice.pk}/edit/")
    typed = {"date": "31.02.2026", "deadline": f"30.11.{timezone.localdate().year + 1}"}
    for name, text in typed.items():
        editor.locator(f"[name={name}]").fill(text)
        # As the field is left, the calendar has its say.
        expect(editor.locator(OPEN_CALENDARS)).to_have_count(1)
        editor.locator(f"[name={name}]").press("Tab")
        expect(editor.locator(OPEN_CALENDARS)).to_have_count(0)
    editor.get_by_role("button", name="Ruaj skicën").click()
    expect(editor.get_by_text("Shkruani edhe orën: 30.11.2026 16:00.").first).to_be_visible()
    for name, text in typed.items():
        expect(editor.locator(f"[name={name}]")).to_have_value(text)


def test_calendar_does_not_open_over_a_form_whose_field_is_left(
    enter: Enter, live_server: LiveServer, tree: SiteTree
) -> None:
    editor = enter("director")
    editor.goto(f"{live_server.url}/admin/pages/add/publications/noticepage/{tree.sections['sq'].pk}/")
    editor.evaluate("() => { const field = document.querySelector('[name=date]'); field.focus(); field.blur(); }")
    # It waits for a tenth of a second.
    editor.wait_for_timeout(300)
    expect(editor.locator(OPEN_CALENDARS)).to_have_count(0)


def test_button_of_the_menu_covers_no_message_on_a_telephone(
    enter: Enter, live_server: LiveServer, tree: SiteTree
) -> None:
    notice = NoticePageFactory(parent=tree.sections["sq"], title="Njoftim me titull që nuk zë vend në një rresht")
    editor = enter("director")
    editor.set_viewport_size({"width": 360, "height": 800})
    editor.goto(f"{live_server.url}/admin/pages/{notice.pk}/edit/")
    editor.get_by_role("button", name="Ruaj skicën").click()
    message = editor.locator(".messages li.success")
    expect(message).to_be_visible()
    covered = message.evaluate(
        """message => {
            const text = document.createRange(), button = document.querySelector(".sidebar-nav-toggle");
            text.selectNodeContents(message);
            const edge = button.getBoundingClientRect();
            return [...text.getClientRects()].some((line) => line.left < edge.right && line.top < edge.bottom);
        }"""
    )
    assert not covered
