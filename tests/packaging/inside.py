"""What the tests do inside a project, as its editors and its public would. Prints what came of it, as JSON.

Runs with the project's Python, in which nothing of this repository can be imported, when Django is set up.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Locale, Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

import cms_pages
from cms_pages.models import Body, HomePage, ReaderPosition, SectionIndexPage

PDF = b"""%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj
trailer << /Root 1 0 R >>
%%EOF
"""


def pages_and_publications() -> dict[str, Any]:
    """The life of a decision where there are no other packages."""
    set_up()
    home = add(Page.get_first_root_node(), HomePage(title="Komuna", slug="komuna"))
    choose_home(home)
    section = add(home, SectionIndexPage(title="Vendimet", slug="vendimet"))
    admin = editor()
    decision = publish_decision(admin, section)
    work()
    items = get("/api/content/items/?type=decision")
    item = f"/api/content/items/{items['items'][0]['id']}/"
    answers = {
        "items": items,
        "item": get(item),
        "types": sorted({each["type"] for each in get("/api/content/sync/")["items"]}),
        "paths": sorted(get("/api/content/openapi.json")["paths"]),
        "docs": get("/api/content/docs"),
        "page": get("/vendimet/uji/"),
        "home": get("/"),
        "file": get(items["items"][0]["signed_pdf"]["url"].removeprefix("http://localhost"))[:4],
        "editor": admin.get(reverse("wagtailadmin_pages:edit", args=[decision.pk])).status_code,
        "modules": sorted({name.partition(".")[0] for name in sys.modules}),
    }
    decision.unpublish()
    return {**answers, "withdrawn": get(item)["status"]}


def alerts() -> dict[str, Any]:
    """Somebody asks for alerts where there is nothing to be told of yet."""
    set_up()
    choose_home(add(Page.get_first_root_node(), HomePage(title="Komuna", slug="komuna")))
    work()
    form = get("/alerts/")
    asked = Client(HTTP_HOST="localhost").post("/alerts/", {"address": "arta@example.org", "frequency": "daily"})
    call_command("send_alerts", stdout=sys.stderr)
    (letter,) = mail.outbox
    modules = sorted({name.partition(".")[0] for name in sys.modules})
    return {"form": form, "asked": asked["Location"], "letter": letter.body, "modules": modules}


def everything() -> dict[str, Any]:
    """All packages, in two languages, below the project's own home page, with a type and a reader of its own."""
    set_up("statutes")
    home = Site.objects.get().root_page
    choose_home(home)
    serbian = home.copy_for_translation(Locale.objects.create(language_code="sr-latn"))
    serbian.save_revision().publish()
    assert SectionIndexPage.can_create_at(home)
    section = add(home, SectionIndexPage(title="Vendimet", slug="vendimet"))
    odluke = section.copy_for_translation(serbian.locale)
    odluke.title = "Odluke"
    odluke.save_revision().publish()
    publish_decision(editor(), section)
    statute_page: Any = apps.get_app_config("statutes").get_model("StatutePage")
    statute = statute_page(title="Statuti për ujin", slug="uje", number="7")
    statute.date = "2025-05-05"
    statute.content = [("article", {"number": 1, "text": "Kush e ndot burimin, dënohet."})]
    add(section, statute)
    work()
    failures = ReaderPosition.objects.get(name="announce").failures
    time.sleep(1.1)  # a reader that failed once waits a second
    work()
    return {
        "failures": failures,
        "statutes": get("/api/content/items/?type=statute"),
        "synced": [each["title"] for each in get("/api/content/sync/")["items"]],
        "found": {q: get(f"/api/content/search/?q={q}&prefer=sq") for q in ("burimi", "uje")},
        "schemas": sorted(get("/api/content/openapi.json")["components"]["schemas"]),
        "page": get(statute.get_url()),
        "section": get(odluke.get_url()),
        "v2": get("/api/v2/pages/?type=statutes.StatutePage&fields=*"),
    }


def set_up(*new_apps: str) -> None:
    """Check and migrate, as anyone would."""
    assert Path(sys.prefix) in Path(cms_pages.__file__).parents, "these are not the packages of the wheel"
    setup_test_environment()  # so that answers have a context
    if new_apps:
        call_command("makemigrations", *new_apps, verbosity=0)
    call_command("check", fail_level="WARNING", stdout=sys.stderr)
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("migrate", verbosity=0)


def add(parent: Page, page: Page) -> Page:
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def choose_home(home: Page) -> None:
    site = Site.objects.get()
    site.hostname, site.root_page = "localhost", home
    site.save()


def editor() -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.create_superuser("editor", password="x"))
    return client


def publish_decision(editor: Client, section: Page) -> Any:
    """As the admin's form does."""
    from publications.models import DecisionPage  # not every project has it

    body = Body.objects.create(key="assembly", name="Kuvendi", locale=section.locale)
    document = Document.objects.create(title="Vendimi", file=ContentFile(PDF, name="vendimi.pdf"))
    data: dict[str, Any] = nested_form_data(
        {
            "title": "Vendim për ujin",
            "slug": "uji",
            "number": "01-400/1",
            "date": "2025-12-31",
            "body": body.pk,
            "kind": "individual",
            "signed_pdf": document.pk,
            "legal_basis": "",
            "summary": "Uji i pijshëm kursehet.",
            "content": streamfield([("rich_text", rich_text("<p>Uji kursehet nga ora 22.</p>"))]),
            "attachments": inline_formset([]),
            "relations": inline_formset([]),
            "signers": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "1",
        }
    )
    response = editor.post(reverse("wagtailadmin_pages:add", args=["publications", "decisionpage", section.pk]), data)
    if response.status_code != 302:
        sys.exit(f"The decision was refused: {dict(response.context['form'].errors)}")
    return DecisionPage.objects.get()


def work() -> None:
    call_command("work", until_idle=True, stdout=sys.stderr)


def get(url: str) -> Any:
    """JSON, or text."""
    response = Client(HTTP_HOST="localhost").get(url)
    if "json" in response.headers["Content-Type"]:
        return response.json()
    return b"".join(response).decode(errors="replace")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(globals()[sys.argv[1]]()))
