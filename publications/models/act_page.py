from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.documents import get_document_model_string
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.search.index import AutocompleteField
from wagtail.url_routing import RouteResult

from cms_pages.files.kinds import check_is_pdf
from cms_pages.files.references import body_reference, file_reference
from cms_pages.models import Body, PublishablePage
from cms_pages.number_patterns import check_separators
from publications.acts_together import read_acts, read_documents
from publications.api.serializers import AttachmentsField, BodyField, FileField, LoggedField
from publications.contradictions import check_later_acts, check_relations
from publications.forms import ActForm
from publications.history import (
    Published,
    change_reference,
    earlier_file_reference,
    files_of,
    is_original,
    published,
    record,
    record_withdrawal,
    replaces_files,
)
from publications.models.act import Act
from publications.models.attachment import ActAttachment
from publications.models.registered_page import RegisteredPage
from publications.relations import (
    Related,
    minutes_of,
    relations_of,
    term_of,
)
from publications.revocation import revocation_reference
from publications.validation import (
    WHY,
    as_typed,
    check_all,
    check_body,
    check_date,
    check_end_of_validity,
    check_entry_into_force,
    check_number,
    wait_for_others,
)
from publications.validity import Term, Validity
from publications.withdrawal import Withdrawal, expire, last_words, withdrawal_of, withdrawn_response

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise
    from wagtail.documents.models import AbstractDocument


class ActPage(RegisteredPage):
    """What decisions and regulations share: an act of a municipal organ, with its signed copy.

    No page is only this: see its subclasses. It has a table of its own, so that relations, attachments and the numbers
    of a body are of all acts (docs/decisions/0030).

    Source: Law No. 03/L-040 on Local Self-Government (acts of the assembly and the mayor are published) and Law
    No. 06/L-081 on Access to Public Documents (which obliges to publish them on the web page).
    """

    number = models.CharField(
        _("number"),
        max_length=64,
        help_text=_("As on the signed copy, for example 01-400/12-3456. Unique for the body and the year."),
    )
    date = models.DateField(_("date"), help_text=_("The day the act was taken."))
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="+", verbose_name=_("body"), help_text=_("The organ that took the act.")
    )
    legal_basis = models.TextField(
        _("legal basis"), blank=True, help_text=_("The laws and articles on which the act is based.")
    )
    entry_into_force = models.DateField(
        _("entry into force"),
        null=True,
        blank=True,
        help_text=_("The first day on which it is in force. Leave empty if that is the day it was taken."),
    )
    end_of_validity = models.DateField(
        _("last day in force"),
        null=True,
        blank=True,
        help_text=_("Only if the act itself says until when it is in force."),
    )
    signed_pdf = models.ForeignKey(
        get_document_model_string(),
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("signed copy (PDF)"),
        help_text=_("The signed and stamped act. Citizens see its SHA-256, by which they can check their copy."),
    )

    file_reason = models.TextField(
        _("why a file is replaced"),
        blank=True,
        max_length=1000,
        help_text=_("Only where a published file is replaced or removed. Citizens read it beside the earlier file."),
    )

    #: the name of its type in the API and in identifiers
    act_type: ClassVar[str] = ""
    #: what is said where its number is taken: of "body", "number", "year" and the "title" of the other
    number_taken: ClassVar[_StrPromise | str] = ""

    is_creatable = False
    parent_page_types = ["cms_pages.SectionIndexPage"]
    subpage_types: list[str] = []
    facts: tuple[str, ...] = (
        "number",
        "date",
        "body",
        "entry_into_force",
        "end_of_validity",
        "signed_pdf",
        "file_reason",
    )
    rows_of_original = ("relations",)
    exclude_fields_in_copy = ["relations", "file_reason"]
    search_fields = [*PublishablePage.search_fields, AutocompleteField("number_words")]
    base_form_class = ActForm
    api_fields = [
        APIField("identifier", serializer=LoggedField()),
        APIField("number"),
        APIField("state", serializer=LoggedField()),
        APIField("date"),
        APIField("body", serializer=BodyField()),
        APIField("legal_basis"),
        APIField("entry_into_force"),
        APIField("end_of_validity"),
        APIField("signed_pdf", serializer=FileField("signed_pdf")),
        APIField("attachments", serializer=AttachmentsField()),
        APIField("relations", serializer=LoggedField()),
        *PublishablePage.api_fields,
    ]

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        # By the first, whether a number is taken.
        indexes = [models.Index(fields=["body", "date"]), models.Index(fields=["number", "date"])]

    def clean(self) -> None:
        super().clean()
        self.number = as_typed(self.number)
        if self.alias_of_id is None:
            check_all(
                number=self._check_number,
                date=self._check_date,
                body=lambda: check_body(self.body if self.body_id else None, self.date),
                entry_into_force=lambda: check_entry_into_force(self.date, self.entry_into_force),
                end_of_validity=lambda: check_end_of_validity(self.in_force_from, self.end_of_validity),
                signed_pdf=lambda: check_is_pdf(self.signed_pdf),
            )

    def _check_number(self) -> None:
        check_separators(self.number)
        # Before it has a place in the tree its site is not known; then the form checks.
        if self.path and self.number and self.date and self.body_id:
            check_number(self.number, self.date, self.body, near=self, besides=self)

    def _check_date(self) -> None:
        check_date(self.date)
        if self.date and not self._state.adding:
            check_later_acts(self.translation_key, self.date)

    def _check_file_reason(self) -> None:
        """Raise ValidationError where a published file would be replaced and nobody says why."""
        needs_none = self.file_reason or not self.pk or not replaces_files(self.act, files_of(self))
        if not needs_none and is_original(self):
            raise ValidationError({"file_reason": ValidationError(WHY, code="file_reason")})

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        with transaction.atomic():
            if clean and self.alias_of_id is None and self.body_id:
                wait_for_others(self.body)
            act = self._read_act() if self.alias_of_id is None else None
            # What a form has refused already does not get here. A draft may lack it.
            if clean and self.live and self.path:
                if self.relations.is_deferring:
                    check_relations(self)
                if "update_fields" not in kwargs:
                    self._check_file_reason()
            is_public_change = self.alias_of_id is None and "update_fields" not in kwargs
            before = published(self) if is_public_change else None
            result = super().save(clean=clean, **kwargs)
            if act is not None:
                is_new = self._register(act)
                if is_public_change:
                    self._record(act, before, is_new=is_new)
        return result

    def _record(self, act: Act, before: Published | None, *, is_new: bool) -> None:
        if self.live:
            record(self, act, before, is_new=is_new)
            if self.file_reason:
                # It was of this replacement, and must not do for the next one.
                type(self).objects.filter(pk=self.pk).update(file_reason="")
                self.file_reason = ""
        elif before is not None and is_original(self):
            if self.expired:
                expire(self, act)
            record_withdrawal(self, act)

    def _read_act(self) -> Act:
        """Its row in the register, or a new one.

        Who publishes an act, or one that names it, or has it revoked, in the same moment comes one after the other:
        what is checked of these acts holds until the transaction ends.
        """
        acts = Act.objects.all()
        wanted = Q(translation_key=self.translation_key)
        if self.live:
            acts = acts.select_for_update(no_key=True)
            if self.relations.is_deferring:
                wanted |= Q(pk__in={row.act_id for row in self.relations.all()})
        # In one order, so that no two wait for each other.
        found = {act.translation_key: act for act in acts.filter(wanted).order_by("pk")}
        return found.get(self.translation_key) or Act(translation_key=self.translation_key)

    def _register(self, act: Act) -> bool:
        """Write its row in the register. Returns whether it had none before."""
        is_new = act._state.adding
        if self.live and not act.number:
            act.identify(self)
        if act._state.adding:
            act.save()
        self.act = act
        return is_new

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> None:
        # What was scheduled is published by nobody: then it is by who wrote it last.
        with LogContext(user=user or get_active_log_context().user or revision.user):
            super().publish(revision, user, *args, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if not path_components and self.is_withdrawn():
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.is_withdrawn():
            return withdrawn_response(request, self)
        return super().serve(request, *args, **kwargs)

    @cached_property
    def withdrawal(self) -> Withdrawal | None:
        """Since when it is off the site, and why; None where it is not withdrawn."""
        return withdrawal_of(self)

    def is_withdrawn(self) -> bool:
        return self.withdrawal is not None

    def item_withdrawal(self) -> dict[str, Any] | None:
        # What is private says nothing, not even that it was withdrawn.
        return last_words(self) if self.is_withdrawn() and not self.get_view_restrictions().exists() else None

    @property
    def in_force_from(self) -> datetime.date:
        return self.entry_into_force or self.date

    @cached_property
    def related(self) -> list[Related]:
        """Its relations from both sides, as the public sees them now."""
        return relations_of(self)

    @cached_property
    def files(self) -> list[ActAttachment]:
        """Its attachments with their documents, and what is known of their files, as of its signed copy, which is read
        with them: asks twice, however many.
        """
        rows = list(self.attachments.all())
        read_documents(rows, [self])
        return rows

    @classmethod
    def read_for_items(cls, pages: Sequence[Self]) -> None:
        read_acts(pages)

    def signed_by(self) -> list[dict[str, str]]:
        """Name and post of each signer, in the page's language."""
        rows = self.signers.all()
        signers = [row.signer.in_language(self.locale) for row in rows]
        return [{"name": signer.name, "post": signer.post} for signer in signers]

    @property
    def term(self) -> Term:
        return term_of(self, self.related)

    def validity(self) -> Validity:
        if self.is_withdrawn():
            return Validity.WITHDRAWN
        return self.term.validity(timezone.localdate())

    def number_words(self) -> str:
        """The number for the search of the admin, which takes words apart at hyphens."""
        return self.number.replace("-", " ")

    def permanent_address(self) -> str:
        """Its whole ELI address, or an empty string where it has none yet."""
        parts = self.get_url_parts() if self.act is not None and self.act.path else None
        return f"{parts[1]}{self.act.path}" if parts is not None and self.act is not None else ""

    def item_state(self) -> str:
        return self.validity().value

    def item_changes_at(self) -> datetime.datetime | None:
        return self.term.changes_at(timezone.localdate())

    def item_body(self) -> tuple[str, str]:
        return self.body.key, self.body.name_in(self.locale, self.date)

    def item_date(self) -> datetime.date:
        return self.date

    def item_identifier(self) -> str:
        return self.number

    def item_fields(self) -> dict[str, Any]:
        return {
            **super().item_fields(),
            "identifier": self.act.identifier if self.act is not None else "",
            "eli": self.permanent_address(),
            "number": self.number,
            "state": self.item_state(),
            "body": body_reference(self.body, self.locale, self.date),
            "legal_basis": self.legal_basis,
            "entry_into_force": self.in_force_from,
            "end_of_validity": self.end_of_validity,
            "signed_pdf": self.signed_pdf and file_reference(self.signed_pdf, self),
            "attachments": [file_reference(row.document, self, row.title) for row in self.files],
            "signers": self.signed_by(),
            "relations": [{"relation": each.relation, **each.reference()} for each in self.related],
            "minutes": [each.reference() for each in minutes_of(self)],
            "revocation": revocation_reference(self.revocation, self),
            "earlier_files": [earlier_file_reference(row, self) for row in self.earlier_files],
            "changes": [change_reference(change, self) for change in self.changes],
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "attachments": self.files,
            "relations": self.related,
            "minutes": minutes_of(self),
            "earlier_files": self.earlier_files,
            "changes": self.changes,
            "revocation": revocation_reference(self.revocation, self),
        }

    def item_text(self) -> str:
        return "\n".join(filter(None, (self.legal_basis, super().item_text())))

    def item_earlier_documents(self) -> set[int]:
        return {row.document_id for row in self.earlier_files}

    def item_documents(self) -> Iterable[AbstractDocument]:
        if self.signed_pdf is not None:
            yield self.signed_pdf
        for attachment in self.files:
            yield attachment.document
        yield from super().item_documents()
