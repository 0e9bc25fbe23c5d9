from cms_pages.files.facts import DocumentFacts
from cms_pages.files.verification import FileVerification
from cms_pages.models.approval import TwoPersonApprovalTask
from cms_pages.models.assignment import TranslationAssignment
from cms_pages.models.body import Body, BodyKind, FormerName
from cms_pages.models.home import HomePage
from cms_pages.models.office import OfficeGroup, OfficeWorkflow
from cms_pages.models.picture import Picture, PictureRendition
from cms_pages.models.publishable import PublishablePage
from cms_pages.models.recording import Recording
from cms_pages.models.reminder import SentReminder
from cms_pages.models.section import SectionIndexPage
from cms_pages.models.signer import Signer
from cms_pages.models.standard import StandardPage
from cms_pages.publishing.models import (
    LogMark,
    LogState,
    PublishedFile,
    PublishedItem,
    ReaderPosition,
    RefusedItem,
    StalePage,
    StaleTranslation,
)

__all__ = [
    "Body",
    "BodyKind",
    "DocumentFacts",
    "FileVerification",
    "FormerName",
    "HomePage",
    "LogMark",
    "LogState",
    "OfficeGroup",
    "OfficeWorkflow",
    "Picture",
    "PictureRendition",
    "PublishablePage",
    "PublishedFile",
    "PublishedItem",
    "ReaderPosition",
    "Recording",
    "RefusedItem",
    "SectionIndexPage",
    "SentReminder",
    "Signer",
    "StalePage",
    "StaleTranslation",
    "StandardPage",
    "TranslationAssignment",
    "TwoPersonApprovalTask",
]
