from publications.tenders.models.award import TenderAward
from publications.tenders.models.document import TenderDocument
from publications.tenders.models.lot import TenderLot
from publications.tenders.models.page import TenderPage
from publications.tenders.models.step import StepKind, TenderStep
from publications.tenders.models.supplier import Supplier
from publications.tenders.models.tender import Tender, TenderRelease
from publications.tenders.models.terms import ContractType, Procedure, ProcurementCategory, ValueClass

__all__ = [
    "ContractType",
    "Procedure",
    "ProcurementCategory",
    "StepKind",
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
