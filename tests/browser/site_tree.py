"""A municipality with a page of every kind, in three languages."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Locale, PageViewRestriction

from activity_report.publishing import publish
from cms_pages.publishing.worker import work_once
from publications.models import ActAttachment, ActRelation, ActSigner, RecordingSubtitles
from publications.models.relation import RelationKind
from tests.factories import (
    AlbumPageFactory,
    CalendarPageFactory,
    DecisionPageFactory,
    DocumentFactory,
    DocumentPageFactory,
    EventPageFactory,
    ImageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    RecordingPageFactory,
    RegulationPageFactory,
    SectionIndexPageFactory,
    SignerFactory,
    SiteTree,
    StandardPageFactory,
    make_site,
    publish_translation,
)
from tests.factories.tenders import TO_CONTRACT, publish_tender

TABLE = {
    "data": [["Zëri", "2024", "2025"], ["Paga dhe mëditje", "7.702.000", "8.146.200"], ["Gjithsej", "", "16.945.800"]],
    "first_row_is_table_header": True,
    "first_col_is_header": True,
    "table_header_choice": "both",
    "table_caption": "Buxheti sipas zërave",
}


@dataclass(frozen=True)
class Pages:
    """Paths of pages by what they are; ``decision`` is in three languages, the others' translations are links away."""

    tree: SiteTree
    by_name: dict[str, str]


def make_pages() -> Pages:
    tree = make_site()
    section = tree.sections["sq"]
    for each in tree.sections.values():
        each.show_in_menus = True
        each.save_revision().publish()
    image = ImageFactory(description="Ura e gurit mbi lumë")
    document = DocumentFactory(title="Plani i projekteve kapitale")
    content: list[tuple[str, Any]] = [
        ("heading", "Neni 1"),
        (
            "rich_text",
            "<p>Miratohet <a href='https://example.org/'>buxheti</a>.</p><ul><li>paga</li></ul><h3>Arsye</h3>",
        ),
        ("table", TABLE),
        ("image", {"image": image, "caption": "Ura. Foto: ZKP"}),
        ("quote", {"text": "Lumi është i të gjithëve.", "attribution": "Kryetari"}),
        ("document_list", {"heading": "Dokumente", "documents": [document]}),
        ("embed", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"),
    ]
    decision = DecisionPageFactory(parent=section, title="Vendim për buxhetin", content=content, kind="budget")
    ActAttachment.objects.create(page=decision, document=document, title="Shtojca 1", locale=decision.locale)
    decision.save_revision().publish()
    other = DecisionPageFactory(parent=section, title="Vendim për ujin", date=datetime.date(2024, 5, 1))
    regulation = RegulationPageFactory(parent=section, title="Rregullore për ujin", content=content[:2])
    ActRelation.objects.create(page=regulation, kind=RelationKind.REVOKES, act=other.act)
    signer = SignerFactory(body=regulation.body)
    ActSigner.objects.create(page=regulation, signer=signer, locale=regulation.locale)
    regulation.save_revision().publish()
    notice = NoticePageFactory(
        parent=section,
        kind="public_call",
        date=datetime.date(2025, 4, 1),
        deadline=datetime.datetime(2025, 4, 30, 14, tzinfo=datetime.UTC),
        results_date=datetime.date(2025, 5, 20),
        results=content[:3],
    )
    budget = DocumentPageFactory(parent=section)
    calendar = CalendarPageFactory(parent=tree.homes["sq"])
    start = timezone.now().replace(hour=9, minute=0)
    event = EventPageFactory(parent=calendar, starts_at=start, body=signer.body, content=content[:2])
    EventPageFactory(parent=calendar, title="Panair", starts_at=start, ends_at=start + datetime.timedelta(days=2))
    EventPageFactory(parent=calendar, title="Vizitë", starts_at=start, cancelled=True, open_to_press=True)
    album = AlbumPageFactory(parent=section, licence="CC-BY-4.0", content=content[:2])
    subtitles = Document.objects.create(title="Titra", file=ContentFile(b"WEBVTT\n", name="titra.vtt"))
    rows = [RecordingSubtitles(language="sq", document=subtitles, locale=section.locale)]
    recording = RecordingPageFactory(parent=section, poster=image, event=event, subtitles=rows)
    minutes = MinutesPageFactory(parent=section, content=content[:2])
    news = NewsPageFactory(
        parent=section,
        image=image,
        kind="shared",
        source_name="Policia",
        source_url="https://example.org/",
        event=event,
    )
    standard = StandardPageFactory(parent=section, title="Qasja në dokumente", content=content)
    SectionIndexPageFactory(parent=section, title="Pjesë e zbrazët")
    private = StandardPageFactory(parent=section, title="E mbyllur")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.PASSWORD, password="uji")
    tender = publish_tender(
        section, f"{TO_CONTRACT} amendment", lots=2, documents=2, title="Ndërtimi i çerdhes", content=content[:2]
    )
    translated: dict[str, Any] = {
        "tender": tender,
        "decision": decision,
        "regulation": regulation,
        "minutes": minutes,
        "news": news,
        "notice": notice,
        "album": album,
        "recording": recording,
        "standard": standard,
        "calendar": calendar,
        "event": event,
    }
    paths = {name: page.get_url() for name, page in translated.items()}
    paths |= {
        "private": private.get_url(),
        "sign in": "/sq/_util/login/",
        "home": "/sq/",
        "section": "/sq/vendimet/",
        "revoked": other.get_url(),
        "document": budget.get_url(),
        "calendar by month": f"{calendar.get_url()}?month={start:%Y-%m}",
        "calendar without events": f"{calendar.get_url()}?week=2010-W05&body=nobody",
    }
    paths |= {"empty": "/sq/vendimet/pjese-e-zbrazet/", "search": "/sq/search/?q=vendim"}
    publish(tree.site, 2025)
    for code, list_of in (("sq", "news"), ("sr-latn", "videos"), ("en", "sessions")):
        paths[f"reports {code}"] = f"/{code}/activity-report/"
        paths[f"report {code}"] = f"/{code}/activity-report/2025/"
        paths[f"figure {code}"] = f"/{code}/activity-report/2025/publications/?category={list_of}"
    paths |= {"open data": "/sq/data/", "dataset": "/sr-latn/data/decision/"}
    for code in ("sr-latn", "en"):
        for name, page in translated.items():
            paths[f"{name} {code}"] = publish_translation(page, code).get_url()
        paths |= {f"home {code}": f"/{code}/", f"section {code}": f"/{code}/vendimet/?year=2025&page=7"}
        paths |= {f"search {code}": f"/{code}/search/?q=ujin&order=x", f"nothing {code}": f"/{code}/search/?q=xhirafa"}
        paths[f"missing {code}"] = f"/{code}/s-ka/"
    copy = other.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    paths["copy en"] = copy.get_url()
    while work_once():
        pass
    return Pages(tree, paths)
