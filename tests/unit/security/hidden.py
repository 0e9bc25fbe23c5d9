"""Pages that nobody may learn of, each for another reason; and one that everybody may read.

Whatever belongs to a page (title, texts, number, names and texts of its files) has the page's token in it.
"""

import datetime
import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.models import Page, PageViewRestriction

from cms_pages.models import Picture, Recording
from cms_pages.publishing.worker import work_once
from publications.models import AlbumPicture, NewsPage, TenderDocument, TenderLot, TenderPage
from publications.withdrawal import withdraw
from tests.factories import (
    AlbumPageFactory,
    CalendarPageFactory,
    DecisionPageFactory,
    EventPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    RecordingPageFactory,
    SectionIndexPageFactory,
    SiteTree,
    make_site,
    pdf,
    publish_translation,
)
from tests.factories.files import WEBM
from tests.factories.tenders import SupplierFactory, TenderPageFactory, give_steps, steps_of
from tests.support.fixtures import project

#: the word by which each of them would be found
WORD = "fshehtas"


@dataclass(frozen=True)
class Marked:
    """A decision, a news item, a call, an event, an album, a recording, and their files, by the token they all have."""

    kind: str
    token: str
    pages: list[Page] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    images: list[Picture] = field(default_factory=list)
    recordings: list[Recording] = field(default_factory=list)

    def renditions(self) -> list[str]:
        return [
            image.get_rendition(size).url
            for image in self.images
            for size in ("max-1200x1200", "width-320", "original")
        ]


def make(kind: str, parent: Page) -> Marked:
    """Published below ``parent``."""
    token = f"zq{secrets.token_hex(6)}"
    marked = Marked(kind, token)
    earlier = Document(title=f"Akti i gabuar {token}")
    earlier.file.save(f"gabim-{token}.pdf", ContentFile(pdf(f"Gabim {token}")))
    document = Document(title=f"Akti {token}")
    document.file.save(f"{token}.pdf", ContentFile(pdf(f"{WORD} {token}")))
    attachment = Document(title=f"Shtojca {token}")
    attachment.file.save(f"shtojca-{token}.pdf", ContentFile(pdf(f"Shtojca {token}")))
    image = Picture(title=f"Foto {token}", description=f"Foto {token}", file=_picture(token))
    image.save()
    marked.documents.extend([document, attachment, earlier])
    marked.images.append(image)
    content = [
        ("heading", f"Neni {token}"),
        ("rich_text", f"<p>{WORD} {token}</p>"),
        ("image", {"image": image, "caption": f"Foto {token}"}),
        ("document_list", {"heading": "Aktet", "documents": [attachment]}),
    ]
    texts = {"title": f"Vendim {WORD} {token}", "summary": f"{WORD} {token}", "content": content}
    decision = DecisionPageFactory(
        parent=parent, slug=f"{WORD}-{kind}", number=token, legal_basis=token, signed_pdf=earlier, **texts
    )
    decision.attachments.create(document=attachment, title=f"Shtojca {token}", locale=decision.locale)
    decision.signed_pdf, decision.file_reason = document, f"Gabim {token}"
    decision.save()
    news = NewsPageFactory(parent=parent, slug=f"{WORD}-{kind}-lajm", image=image, **texts)
    notice = NoticePageFactory(
        parent=parent, slug=f"{WORD}-{kind}-thirrje", reference=token, results_date=None, **texts
    )
    tender = _tender(token, parent, f"{WORD}-{kind}-tender", document, attachment, texts)
    calendar = CalendarPageFactory(parent=parent, slug=f"kalendari-{kind}")
    event = EventPageFactory(
        parent=calendar, slug=f"{WORD}-{kind}-takim", place=f"Salla {token}", people=f"Arta {token}", **texts
    )
    picture = AlbumPicture(image=image, alt=f"Foto {token}", caption=f"{WORD} {token}", locale=parent.locale)
    album = AlbumPageFactory(
        parent=parent, slug=f"{WORD}-{kind}-album", credit=token, place=token, pictures=[picture], **texts
    )
    video = Recording.objects.create(
        title=token, type="video", file=ContentFile(WEBM + token.encode(), name=f"{token}.webm")
    )
    marked.recordings.append(video)
    recording = RecordingPageFactory(
        parent=parent,
        slug=f"{WORD}-{kind}-video",
        credit=token,
        place=token,
        recording=video,
        poster=image,
        event=event,
        transcript=f"{WORD} {token}",
        **texts,
    )
    subtitles = Document(title=f"Titrat {token}")
    subtitles.file.save(f"titrat-{token}.vtt", ContentFile(f"WEBVTT\n\nNOTE {token}\n".encode()))
    marked.documents.append(subtitles)
    recording.subtitles.create(language="sq", document=subtitles, locale=parent.locale)
    recording.save()
    marked.pages.extend([decision, news, notice, tender, event, album, recording])
    project()
    return marked


def _tender(
    token: str, parent: Page, slug: str, contract: Document, attachment: Document, texts: dict[str, Any]
) -> TenderPage:
    """With a signed contract: its supplier, lot, steps and files have the token too."""
    page: TenderPage = TenderPageFactory(parent=parent, slug=slug, number=token, value=None, **texts)
    page.lots = [TenderLot(number=1, title=f"Pjesa {token}", value=Decimal(100_000), locale=page.locale)]
    supplier = SupplierFactory(name=f"Firma {token}", registration_number=token)
    steps = steps_of("contract_notice bids_opened award standstill contract_signed", supplier)
    for step in steps:
        step["text"] = f"{WORD} {token}"
    steps[-1] |= {"contract_file": contract, "contract_number": token}
    give_steps(page, steps, {3: [(1, supplier, "90000")]})
    page.documents = [TenderDocument(step=1, document=attachment, title=f"Dosja {token}", locale=page.locale)]
    page.save_revision().publish()
    published: TenderPage = TenderPage.objects.get(pk=page.pk)
    return published


def _picture(token: str) -> ImageFile:
    content = io.BytesIO()
    Pillow.new("RGB", (640, 480), "navy").save(content, "PNG")
    return ImageFile(content, name=f"{token}.png")


def _restrict(kind: str) -> Callable[[Marked, SiteTree], None]:
    def restrict(marked: Marked, site: SiteTree) -> None:
        for page in marked.pages:
            restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="fjala")
            if kind == PageViewRestriction.GROUPS:
                restriction.groups.add(Group.objects.get(name="Editors"))

    return restrict


def _draft(marked: Marked, site: SiteTree) -> None:
    for page in marked.pages:
        page.live = False
        page.save(clean=False)


def _unpublish(marked: Marked, site: SiteTree) -> None:
    for page in marked.pages:
        page.unpublish()


def _withdraw_in_private(marked: Marked, site: SiteTree) -> None:
    _restrict(PageViewRestriction.LOGIN)(marked, site)
    withdraw(marked.pages[0].specific, {"sq": f"Arsyeja {marked.token}"})


def _delete(marked: Marked, site: SiteTree) -> None:
    for page in marked.pages:
        page.delete()
    marked.pages.clear()


def _expire(marked: Marked, site: SiteTree) -> None:
    for page in marked.pages:
        page.expire_at = timezone.now() - datetime.timedelta(seconds=1)
        page.save()
    call_command("publish_scheduled")


def _schedule(marked: Marked, site: SiteTree) -> None:
    for page in marked.pages:
        page.unpublish()
        page.go_live_at = timezone.now() + datetime.timedelta(days=1)
        page.save_revision(approved_go_live_at=page.go_live_at)


def _translate_and_withdraw(marked: Marked, site: SiteTree) -> None:
    marked.pages.extend([publish_translation(page, "en") for page in list(marked.pages)])
    project()
    for page in marked.pages[:7]:
        page.unpublish()


def _private_section(marked: Marked, site: SiteTree) -> None:
    section = SectionIndexPageFactory(parent=site.sections["sq"], title="Pjesë për brenda")
    for page in marked.pages:
        page.move(section, pos="last-child")
        page.refresh_from_db()
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)


def _other_site(marked: Marked, site: SiteTree) -> None:
    other = make_site("tjeter.example.org", is_default=False, slug="tjeter")
    for page in marked.pages:
        page.move(other.sections["sq"], pos="last-child")
        page.refresh_from_db()


#: what is done to a published page, by the name of what it is then
REASONS: dict[str, Callable[[Marked, SiteTree], None]] = {
    "draft": _draft,
    "unpublished": _unpublish,
    "withdrawn-in-private": _withdraw_in_private,
    "deleted": _delete,
    "expired": _expire,
    "scheduled": _schedule,
    "login": _restrict(PageViewRestriction.LOGIN),
    "password": _restrict(PageViewRestriction.PASSWORD),
    "groups": _restrict(PageViewRestriction.GROUPS),
    "private-section": _private_section,
    "translated": _translate_and_withdraw,
    "other-site": _other_site,
}


def hide_all(site: SiteTree) -> list[Marked]:
    """One for each reason, published first, so that all that keeps copies has had its copy."""
    hidden = [make(kind, site.sections["sq"]) for kind in REASONS]
    while work_once():
        pass
    for marked in hidden:
        REASONS[marked.kind](marked, site)
    return [*hidden, _changed_draft(site)]


def _changed_draft(site: SiteTree) -> Marked:
    """Changes of a published page that are not published."""
    marked = Marked("changes", f"zq{secrets.token_hex(6)}")
    page: NewsPage = NewsPageFactory(parent=site.sections["sq"], title="Lajm i hapur")
    page.title = page.summary = f"{WORD} {marked.token}"
    page.save_revision()
    marked.pages.append(page)
    return marked
