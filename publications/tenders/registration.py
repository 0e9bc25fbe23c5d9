"""What tenders bring to the publication log, the API and the worker."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms_pages.contracts import PublicationType
from cms_pages.registry import (
    register_document_guard,
    register_reader,
    register_role_permissions,
    register_router,
    register_type,
)
from publications.tenders import checks, receivers, structured_data
from publications.tenders.api.router import tenders_router
from publications.tenders.api.schemas import TenderItem
from publications.tenders.life import TenderState
from publications.tenders.models import ProcurementCategory, StepKind, TenderPage
from publications.tenders.ocds.reader import ReleaseReader
from publications.tenders.published import keep_files_of_tenders

REGISTERS = ("supplier", "procedure", "contracttype", "valueclass")
#: the posts that keep them, and what each may do: as with those of bodies and signers
KEEPERS = {
    "director": ("add", "change", "delete"),
    "coordinator": ("add", "change"),
    "access_officer": ("add", "change"),
}


def register() -> None:
    """To be called from ``AppConfig.ready``."""
    register_type(
        PublicationType(
            "tender",
            TenderPage,
            TenderItem,
            _("Public procurement"),
            _("Public procurements"),
            kinds=tuple(ProcurementCategory.choices),
            states=tuple(TenderState.choices),
            steps=lambda payload: [(step["kind"], step["number"]) for step in payload["steps"]],
            step_kinds=tuple(StepKind.choices),
            structured_data=structured_data.tender,
        )
    )
    for role, actions in KEEPERS.items():
        register_role_permissions(role, *(f"publications.{action}_{row}" for row in REGISTERS for action in actions))
    register_router("tenders", tenders_router)
    register_reader(ReleaseReader())
    register_document_guard("tenders", keep_files_of_tenders)
    receivers.connect()
    checks.connect()
