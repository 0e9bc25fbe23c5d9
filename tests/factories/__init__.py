from tests.factories.files import DocumentFactory, ImageFactory, pdf
from tests.factories.pages import (
    AlbumPageFactory,
    BodyFactory,
    CalendarPageFactory,
    DecisionPageFactory,
    DocumentPageFactory,
    EventPageFactory,
    HomePageFactory,
    MinutesPageFactory,
    NewsPageFactory,
    NoticePageFactory,
    RegulationPageFactory,
    SectionIndexPageFactory,
    SignerFactory,
    StandardPageFactory,
)
from tests.factories.translations import publish_translation
from tests.factories.trees import SiteTree, make_site

__all__ = [
    "AlbumPageFactory",
    "BodyFactory",
    "CalendarPageFactory",
    "DecisionPageFactory",
    "DocumentFactory",
    "DocumentPageFactory",
    "EventPageFactory",
    "HomePageFactory",
    "ImageFactory",
    "MinutesPageFactory",
    "NewsPageFactory",
    "NoticePageFactory",
    "RegulationPageFactory",
    "SectionIndexPageFactory",
    "SignerFactory",
    "SiteTree",
    "StandardPageFactory",
    "make_site",
    "pdf",
    "publish_translation",
]
