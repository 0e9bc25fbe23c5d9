"""Pages. They are live by default, as if published now; pass ``live=False`` for a draft.

``parent`` is required; the locale is the parent's.
"""

import datetime
from typing import Any

import factory
import wagtail_factories
from django.utils import timezone
from wagtail.models import Locale

from cms_pages.models import Body, HomePage, SectionIndexPage, Signer, StandardPage
from publications.models import (
    AlbumPage,
    AlbumPicture,
    CalendarPage,
    DecisionPage,
    DocumentPage,
    EventPage,
    MinutesPage,
    NewsPage,
    NoticePage,
    RecordingPage,
    RegulationPage,
)
from tests.factories.files import DocumentFactory, ImageFactory, RecordingFactory


class PageFactory(wagtail_factories.PageFactory):
    class Meta:
        abstract = True

    locale = factory.LazyAttribute(lambda made: made.parent.locale)
    first_published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create_instance(cls, model_class: Any, parent: Any, kwargs: Any) -> Any:
        page = super()._create_instance(model_class, parent, kwargs)
        page.save_revision()
        return page


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Komuna"
    locale = None


class SectionIndexPageFactory(PageFactory):
    class Meta:
        model = SectionIndexPage

    title = factory.Sequence(lambda number: f"Pjesa {number}")


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda number: f"Faqja {number}")
    summary = "Një faqe."
    content = [("rich_text", "<p>Teksti i faqes.</p>")]


class BodyFactory(factory.django.DjangoModelFactory[Body]):
    class Meta:
        model = Body
        django_get_or_create = ["key", "locale"]

    key = "assembly"
    name = "Kuvendi i Komunës"
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="sq"))


class SignerFactory(factory.django.DjangoModelFactory[Signer]):
    class Meta:
        model = Signer

    name = factory.Sequence(lambda number: f"Arta Krasniqi {number}")
    post = "Kryetare e Komunës"
    body = factory.SubFactory(BodyFactory)
    locale = factory.SelfAttribute("body.locale")


class DecisionPageFactory(PageFactory):
    class Meta:
        model = DecisionPage

    title = factory.Sequence(lambda number: f"Vendim numër {number}")
    summary = "Një vendim."
    content = [("rich_text", "<p>Miratohet propozimi.</p>")]
    number = factory.Sequence(lambda number: f"01-400/{number:05}")
    date = datetime.date(2025, 3, 14)
    body = factory.SubFactory(BodyFactory)
    kind = "individual"
    legal_basis = "Ligji për Vetëqeverisjen Lokale"
    signed_pdf = factory.SubFactory(DocumentFactory)


class RegulationPageFactory(PageFactory):
    class Meta:
        model = RegulationPage

    title = factory.Sequence(lambda number: f"Rregullore numër {number}")
    summary = "Një rregullore."
    content = [("rich_text", "<p>Neni 1</p>")]
    number = factory.Sequence(lambda number: f"02-{number:05}/2025")
    date = datetime.date(2025, 3, 14)
    body = factory.SubFactory(BodyFactory)
    legal_basis = "Ligji për Vetëqeverisjen Lokale"
    signed_pdf = factory.SubFactory(DocumentFactory)


class MinutesPageFactory(PageFactory):
    class Meta:
        model = MinutesPage

    title = factory.Sequence(lambda number: f"Procesverbali {number}")
    summary = "Një procesverbal."
    meeting = "Mbledhja e rregullt e Kuvendit"
    date = datetime.date(2025, 2, 28)
    body = factory.SubFactory(BodyFactory)
    pdf = factory.SubFactory(DocumentFactory)


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda number: f"Lajmi {number}")
    summary = "Një lajm."
    content = [("rich_text", "<p>Sot në komunë.</p>")]
    kind = "news"
    date = datetime.date(2025, 4, 1)


class NoticePageFactory(PageFactory):
    """A public call that was issued yesterday and is open for a week, unless told otherwise."""

    class Meta:
        model = NoticePage

    title = factory.Sequence(lambda number: f"Thirrje {number}")
    summary = "Një thirrje."
    content = [("rich_text", "<p>Aplikoni në sportelin nr. 7.</p>")]
    kind = "public_call"
    date = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1))
    deadline = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))


class DocumentPageFactory(PageFactory):
    class Meta:
        model = DocumentPage

    title = factory.Sequence(lambda number: f"Raporti {number}")
    summary = "Një raport."
    kind = "report"
    period = "janar – qershor 2025"
    date = datetime.date(2025, 7, 25)
    pdf = factory.SubFactory(DocumentFactory)


class CalendarPageFactory(PageFactory):
    class Meta:
        model = CalendarPage

    title = "Kalendari"
    slug = "kalendari"


class EventPageFactory(PageFactory):
    """A meeting of two hours in March of next year, unless told otherwise."""

    class Meta:
        model = EventPage

    title = factory.Sequence(lambda number: f"Takimi {number}")
    summary = "Një takim."
    content = [("rich_text", "<p>Rendi i ditës.</p>")]
    kind = "meeting"
    starts_at = factory.LazyFunction(lambda: datetime.datetime(timezone.now().year + 1, 3, 10, 9, tzinfo=datetime.UTC))
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + datetime.timedelta(hours=2))
    place = "Salla e Kuvendit"
    people = "Arta Krasniqi, Kryetare"


class AlbumPageFactory(PageFactory):
    """``count`` is of how many pictures it is, unless ``pictures`` (rows) says so."""

    class Meta:
        model = AlbumPage
        exclude = ["count"]

    title = factory.Sequence(lambda number: f"Album numër {number}")
    summary = "Një album."
    date = datetime.date(2025, 7, 4)
    place = "Ura e Gurit"
    credit = "Zyra për komunikim"
    count = 2
    pictures = factory.LazyAttribute(
        lambda made: [
            AlbumPicture(
                image=ImageFactory(), alt=f"Ura, pamja {number}", caption=f"Hapja {number}", locale=made.parent.locale
            )
            for number in range(made.count)
        ]
    )


class RecordingPageFactory(PageFactory):
    class Meta:
        model = RecordingPage

    title = factory.Sequence(lambda number: f"Video numër {number}")
    summary = "Një video."
    date = datetime.date(2025, 7, 4)
    place = "Ura e Gurit"
    credit = "Zyra për komunikim"
    recording = factory.SubFactory(RecordingFactory)
    transcript = "Kryetarja: Mirë se vini."
