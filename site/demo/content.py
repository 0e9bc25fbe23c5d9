"""The demo municipality's content: typed, and read from the YAML files of `content/`."""

import datetime
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import Field, HttpUrl, StringConstraints, ValidationError, model_validator

from demo.acts import Decision, Minutes, NumberedAct, Regulation
from demo.events import Event
from demo.items import Act, Item, Slug, Text
from demo.procurement import Supplier, Suppliers, Tender
from demo.texts import Localized, LocalizedBody, Strict

CONTENT_DIR = Path(__file__).parent / "content"

NewsKind = Literal[
    "news",
    "press_release",
    "reaction",
    "clarification",
    "speech",
    "statement",
    "interview",
    "shared",
]
NoticeKind = Literal["notice", "invitation", "public_call", "vacancy"]
DocumentKind = Literal["budget_document", "report"]
ImageName = Literal["river", "bridge", "town_hall", "hills", "library", "street"]


class ContentError(Exception):
    """A content file is wrong; the message names the file and the key."""


class Signatory(Strict):
    """Who signs for a body: the title as it stands under the signature, the name, and the first day in office."""

    title: Text
    name: str
    since: datetime.date


class FormerName(Strict):
    """A name that a body had up to a day."""

    name: Text
    last_day: datetime.date


class Body(Strict):
    """A body of the municipality that takes decisions or meets; `parent` and `successor` are keys of others."""

    key: Slug | Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
    kind: Literal["assembly", "mayor", "committee", "directorate", "other"]
    parent: str | None = None
    name: Text
    former_names: list[FormerName] = Field(default_factory=list)
    ended_on: datetime.date | None = None
    successor: str | None = None
    signatory: Signatory

    def name_on(self, date: datetime.date) -> Text:
        """The name that it had on a day."""
        names = sorted(self.former_names, key=lambda former: former.last_day)
        return next((former.name for former in names if date <= former.last_day), self.name)


class News(Item):
    """News of any kind; a shared item names where it comes from. `event` is the slug of the one that it tells of."""

    kind: NewsKind
    event: Slug | None = None
    image: ImageName | None = None
    speaker: Text | None = None
    occasion: Text | None = None
    source_name: Text | None = None
    source_url: HttpUrl | None = None

    @model_validator(mode="after")
    def _shared_has_a_source(self) -> "News":
        if (self.kind == "shared") != bool(self.source_name and self.source_url):
            raise ValueError("source_name and source_url belong to shared items, and to them only")
        return self


class Notice(Item):
    """What hangs on the notice board; its times are local ones, `body` is the key of the one that issued it."""

    kind: NoticeKind
    reference: str = ""
    body: str | None = None
    deadline: datetime.datetime | None = None
    place: Text | None = None
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    results_date: datetime.date | None = None
    results: LocalizedBody | None = None


class Document(Act):
    """A budget document or a report, about a `period`."""

    kind: DocumentKind
    period: Text


class AlbumPicture(Strict):
    """One of the drawn images in an album."""

    image: ImageName
    caption: Text


class Album(Act):
    """Pictures of an event. `event` is its slug, where it is in the calendar."""

    event: Slug | None = None
    place: Text
    credit: str
    pictures: list[AlbumPicture] = Field(min_length=1)


class Recording(Act):
    """A video; its file lies beside, with the same name and ``.webm``. ``duration`` is in seconds."""

    place: Text
    credit: str
    poster: ImageName
    duration: int
    transcript: Text


class Annex(Strict):
    """What stands in an attachment's file: paragraphs and a table, in Albanian."""

    paragraphs: list[str] = Field(min_length=1)
    table: list[list[str]] = Field(default_factory=list)


class Signed(Strict):
    """What stands in the signed paper only and not on the web page, in Albanian.

    `paragraphs` are the reasoning of a decision or the recorder's remarks on a meeting; `annexes` are in the order of
    the decision's attachments.
    """

    paragraphs: list[str] = Field(min_length=1)
    annexes: list[Annex] = Field(default_factory=list)


class Profile(Strict):
    """A profile of the municipality on another site."""

    name: str
    url: HttpUrl


class Municipality(Strict):
    """Name and address of the municipality, and what its pages' footers link to: ``footer_pages`` are keys of pages."""

    name: Text
    tagline: Text
    address: Text
    phone: str
    email: str
    opening_hours: Text
    profiles: list[Profile]
    footer_pages: list[str]


class Home(Strict):
    """The home page."""

    title: Text
    intro: Text


class Section(Strict):
    """A section index of the site."""

    key: Literal["decisions", "regulations", "minutes", "news", "documents", "tenders", "albums", "calendar", "about"]
    title: Text
    slug: Localized[Slug] | None = None
    intro: Text


class StandardPage(Strict):
    """A page of text in a section."""

    key: str
    section: Literal["about"]
    title: Text
    slug: Localized[Slug] | None = None
    intro: Text
    text: LocalizedBody


class Pages(Strict):
    """The pages that are there from the start."""

    municipality: Municipality
    home: Home
    sections: list[Section]
    pages: list[StandardPage]


class Bodies(Strict):
    """All bodies, in the order in which lists show them."""

    bodies: list[Body]


class SignedTexts(Strict):
    """The texts of the signed papers, by the slug of their decision, regulation or minutes."""

    decisions: dict[str, Signed]
    regulations: dict[str, Signed]
    minutes: dict[str, Signed]


class ImageTexts(Strict):
    """The alternative texts of the drawn images."""

    images: dict[ImageName, Text]


class Content(Strict):
    """All demo content; items are in order of date."""

    bodies: list[Body]
    pages: Pages
    decisions: list[Decision]
    regulations: list[Regulation]
    minutes: list[Minutes]
    news: list[News]
    notices: list[Notice]
    documents: list[Document]
    tenders: list[Tender]
    suppliers: list[Supplier]
    events: list[Event]
    albums: list[Album]
    recordings: list[Recording]
    signed: SignedTexts
    image_texts: dict[ImageName, Text]

    def body(self, key: str) -> Body:
        """Return the body with this key."""
        return next(body for body in self.bodies if body.key == key)


ModelT = TypeVar("ModelT", bound=Strict)
ItemT = TypeVar("ItemT", bound=Item)


def load_content(directory: Path = CONTENT_DIR) -> Content:
    """Read and validate all files under `directory`.

    Raises:
        ContentError: a file cannot be read, a key is wrong, or two files contradict each other.
    """
    content = Content(
        bodies=_read(directory / "bodies.yaml", Bodies).bodies,
        pages=_read(directory / "pages.yaml", Pages),
        decisions=_read_items(directory / "decisions", Decision),
        regulations=_read_items(directory / "regulations", Regulation),
        minutes=_read_items(directory / "minutes", Minutes),
        news=_read_items(directory / "news", News),
        notices=_read_items(directory / "notices", Notice),
        documents=_read_items(directory / "documents", Document),
        tenders=_read_items(directory / "tenders", Tender),
        suppliers=_read(directory / "suppliers.yaml", Suppliers).suppliers,
        events=_read_items(directory / "events", Event),
        albums=_read_items(directory / "albums", Album),
        recordings=_read_items(directory / "recordings", Recording),
        signed=_read(directory / "signed.yaml", SignedTexts),
        image_texts=_read(directory / "images.yaml", ImageTexts).images,
    )
    _check_references(content)
    return content


def _read(path: Path, model: type[ModelT]) -> ModelT:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ContentError(f"{path.name}: {error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = (f"{'.'.join(str(part) for part in p['loc']) or 'file'}: {p['msg']}" for p in error.errors())
        raise ContentError(f"{path.name}: {'; '.join(problems)}") from error


def _read_items(directory: Path, model: type[ItemT]) -> list[ItemT]:
    items = []
    for path in sorted(directory.glob("*.yaml")):
        item = _read(path, model)
        if item.slug != path.stem:
            raise ContentError(f"{path.name}: slug: must be the file's name without .yaml")
        items.append(item)
    return sorted(items, key=lambda item: (item.date, item.slug))


def _check_references(content: Content) -> None:
    bodies = {body.key for body in content.bodies}
    for other in (key for body in content.bodies for key in (body.parent, body.successor) if key):
        if other not in bodies:
            raise ContentError(f"bodies.yaml: {other} is not one of them")
    _check_named(content)
    acts: list[NumberedAct] = [*content.decisions, *content.regulations]
    of_bodies: list[Act | Notice | Event] = [
        *acts,
        *content.minutes,
        *content.notices,
        *content.documents,
        *content.tenders,
        *content.albums,
        *content.recordings,
        *content.events,
    ]
    for item in of_bodies:
        if item.body and item.body not in bodies:
            raise ContentError(f"{item.slug}.yaml: body: {item.body} is not in bodies.yaml")
    _check_numbers(acts)
    for decision in content.decisions:
        signed = content.signed.decisions.get(decision.slug)
        if signed and len(signed.annexes) != len(decision.attachments):
            raise ContentError(f"signed.yaml: decisions.{decision.slug}.annexes: one for each attachment is needed")
    for kind, items, texts in (
        ("decisions", content.decisions, content.signed.decisions),
        ("regulations", content.regulations, content.signed.regulations),
        ("minutes", content.minutes, content.signed.minutes),
    ):
        slugs = {item.slug for item in items}
        for slug in sorted(slugs ^ set(texts)):
            raise ContentError(f"signed.yaml: {kind}.{slug}: must be there exactly when {kind}/{slug}.yaml is")


def _check_numbers(acts: list[NumberedAct]) -> None:
    numbers: dict[tuple[str, int, str], str] = {}
    for act in acts:
        first = numbers.setdefault((act.body, act.date.year, act.number), act.slug)
        if first != act.slug:
            raise ContentError(f"{act.slug}.yaml: number: {act.number} is also that of {first}.yaml")


def _check_named(content: Content) -> None:
    """What acts and minutes name is there, and not later."""
    acts: list[NumberedAct] = [*content.decisions, *content.regulations]
    days = {act.slug: act.date for act in acts}
    named = [(act, [each.act for each in act.relations]) for act in acts]
    events = {event.slug for event in content.events}
    of_events: list[News | Album] = [*content.news, *content.albums]
    for told in of_events:
        if told.event is not None and told.event not in events:
            raise ContentError(f"{told.slug}.yaml: event: {told.event} is not one of them")
    listed = [(minutes, minutes.decisions) for minutes in content.minutes]
    for item, slugs in [*named, *listed]:
        for slug in slugs:
            if slug not in days or days[slug] > item.date:
                raise ContentError(f"{item.slug}.yaml: {slug} is no act of that day or an earlier one")
