from publications.models.act import Act
from publications.models.act_change import ActChange, ActFile, ChangeKind
from publications.models.act_import import ActImport, ActImportRow
from publications.models.act_page import ActPage
from publications.models.album import AlbumPage, AlbumPicture
from publications.models.archived import Licence
from publications.models.attachment import ActAttachment
from publications.models.calendar import CalendarPage
from publications.models.decision import DecisionKind, DecisionPage
from publications.models.document import DocumentKind, DocumentPage
from publications.models.event import EventKind, EventPage, EventState
from publications.models.imported import ImportedPage
from publications.models.minutes import MinutesPage
from publications.models.minutes_act import MinutesAct
from publications.models.news import NewsKind, NewsPage
from publications.models.notice import NoticeKind, NoticePage, NoticeState
from publications.models.recording import RecordingKind, RecordingPage, RecordingSubtitles
from publications.models.regulation import RegulationPage
from publications.models.relation import ActRelation, RelationKind
from publications.models.revocation import Revocation, RevocationStatus
from publications.models.signature import ActSigner
from publications.tenders.models import (
    ContractType,
    Procedure,
    Supplier,
    Tender,
    TenderAward,
    TenderDocument,
    TenderLot,
    TenderPage,
    TenderRelease,
    TenderStep,
    ValueClass,
)

__all__ = [
    "Act",
    "ActAttachment",
    "ActChange",
    "ActFile",
    "ActImport",
    "ActImportRow",
    "ActPage",
    "ActRelation",
    "ActSigner",
    "AlbumPage",
    "AlbumPicture",
    "CalendarPage",
    "ChangeKind",
    "ContractType",
    "DecisionKind",
    "DecisionPage",
    "DocumentKind",
    "DocumentPage",
    "EventKind",
    "EventPage",
    "EventState",
    "ImportedPage",
    "Licence",
    "MinutesAct",
    "MinutesPage",
    "NewsKind",
    "NewsPage",
    "NoticeKind",
    "NoticePage",
    "NoticeState",
    "Procedure",
    "RecordingKind",
    "RecordingPage",
    "RecordingSubtitles",
    "RegulationPage",
    "RelationKind",
    "Revocation",
    "RevocationStatus",
    "Supplier",
    "Tender",
    "TenderAward",
    "TenderDocument",
    "TenderLot",
    "TenderPage",
    "TenderRelease",
    "TenderStep",
    "ValueClass",
]
