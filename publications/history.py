"""What the public is told of an act's changes, written in the transaction that publishes them.

What is compared is what was live before with what is live now, so that it does not matter who publishes: an editor, the
last task of a workflow, a schedule, or an import.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, ReferenceIndex

from cms_pages.files.facts import DocumentFacts
from cms_pages.files.references import file_reference
from cms_pages.publishing.marking import mark_pages
from publications.models.act import Act
from publications.models.act_change import ActChange, ActFile, ChangeKind
from publications.models.relation import RelationKind

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

    from publications.models import ActPage

SIGNED = "signed_pdf"
#: what a relation of a later act is to the earlier one
PASSIVE = {RelationKind.AMENDS: ChangeKind.AMENDED, RelationKind.REVOKES: ChangeKind.REVOKED}
_NOT_COMPARED = {"page_ptr", SIGNED, "file_reason"}


@dataclass(frozen=True)
class Published:
    """What is public of an act's page: ``texts`` in its language, ``facts`` in all."""

    texts: Mapping[str, Any]
    facts: Mapping[str, Any]
    relations: frozenset[tuple[str, int]]


def published(page: ActPage) -> Published | None:
    """What the database has of a page that is live; None where nothing is."""
    row = type(page)._default_manager.filter(pk=page.pk, live=True).first() if page.pk else None
    if row is None:
        return None
    own = [field for field in row._meta.concrete_fields if field.model is not Page and field.name not in _NOT_COMPARED]
    values: dict[str, Any] = {field.name: field.get_prep_value(field.value_from_object(row)) for field in own}
    values = {"title": row.title, **values}
    attachments = list(row.attachments.values_list("translation_key", "title"))
    texts = {name: value for name, value in values.items() if name not in row.facts}
    return Published(
        {**texts, "attachments": attachments},
        {
            **{name: value for name, value in values.items() if name in row.facts},
            "signers": list(row.signers.values_list("signer", flat=True)),
        },
        _relations(row),
    )


def record(page: ActPage, act: Act, before: Published | None, *, is_new: bool) -> None:
    """Write down what a save changed for the public. ``before`` is what ``published`` said of the page then, and an act
    that ``is_new`` came into the register with it.

    Must be called in the transaction of the save, which has locked the act.
    """
    original = is_original(page)
    if before is None:
        changes = [_publication(page, act, original=original, is_new=is_new)]
    else:
        changes = _corrections(page, act, before, published(page), original=original)
    if original:
        new = _relations(page) - (before.relations if before else frozenset())
        changes += [*_file_changes(page, act, is_new=is_new), *_changes_of_others(page, act, new)]
        if act.withdrawn_at is not None:
            act.withdrawn_at, act.withdrawal_reason = None, {}
            act.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    # That it was saved has marked the one page of a new act.
    write_down(changes, marked={act.pk} if is_new else set())


def write_down(changes: list[ActChange], marked: Collection[int] = ()) -> None:
    """Add changes to the histories of their acts, whose pages show them; those of ``marked`` acts are stale already."""
    ActChange.objects.bulk_create(changes)
    if acts := {change.act_id for change in changes}.difference(marked):
        keys = Act.objects.filter(pk__in=acts).values("translation_key")
        mark_pages(Page.objects.filter(translation_key__in=keys).values_list("pk", flat=True))


def _publication(page: ActPage, act: Act, *, original: bool, is_new: bool) -> ActChange:
    code = "" if original else page.locale.language_code
    # What an import brings was published on another day; what comes back is published now.
    again = not is_new and act.changes.filter(kind=ChangeKind.PUBLISHED, locale=code).exists()
    at = None if again else page.first_published_at
    return change(act, ChangeKind.PUBLISHED, locale=code, at=at or timezone.now())


def _corrections(
    page: ActPage, act: Act, before: Published, now: Published | None, *, original: bool
) -> list[ActChange]:
    if now is None:
        return []
    fields = _differing(before.texts, now.texts)
    if original:
        # A translation gets those of its original.
        fields += _differing(before.facts, now.facts)
        fields += ["relations"] if before.relations != now.relations else []
    return [change(act, ChangeKind.CORRECTED, locale=page.locale.language_code, fields=fields)] if fields else []


def _file_changes(page: ActPage, act: Act, *, is_new: bool) -> list[ActChange]:
    replaced = _keep_files(page, act, [] if is_new else list(act.files.all()))
    reason = {page.locale.language_code: page.file_reason} if page.file_reason else {}
    return [change(act, ChangeKind.FILE_REPLACED, fields=replaced, reason=reason)] if replaced else []


def _changes_of_others(page: ActPage, act: Act, new: frozenset[tuple[str, int]]) -> list[ActChange]:
    """What a page does to earlier acts. Nothing where it is private: nobody may learn of it there."""
    kinds = {relation.value: kind for relation, kind in PASSIVE.items()}
    found = [(kinds[relation], other) for relation, other in sorted(new) if relation in kinds]
    if not found or page.get_view_restrictions().exists():
        return []
    made = change(act, ChangeKind.AMENDED)
    return [ActChange(act_id=other, kind=kind, other=act, at=made.at, post=made.post) for kind, other in found]


def record_withdrawal(page: ActPage, act: Act) -> None:
    """Write down that an act was taken off the site, with the reason where somebody has given one.

    And that the acts that it has amended or revoked are so no more.
    """
    made = change(act, ChangeKind.WITHDRAWN, reason=act.withdrawal_reason)
    freed = {act_id for kind, act_id in _relations(page) if kind in PASSIVE}
    if page.get_view_restrictions().exists():
        freed = set()
    corrected = [
        ActChange(
            act_id=other,
            kind=ChangeKind.CORRECTED,
            fields=["relations"],
            other=act,
            at=made.at,
            post=made.post,
            reason=made.reason,
        )
        for other in sorted(freed)
    ]
    write_down([made, *corrected])


def is_original(page: Page) -> bool:
    """Whether a page is the act as it was written: its translations are made later. Nor is a copy elsewhere."""
    if page.alias_of_id is not None:
        return False
    # Copies are left out here: with a condition SQLite would look through all pages that are none.
    earlier = Page.objects.filter(translation_key=page.translation_key, pk__lt=page.pk)
    return None not in earlier.order_by().values_list("alias_of", flat=True)


def replaces_files(act: Act | None, wanted: Mapping[str, int | None]) -> bool:
    """Whether one of the files that are public now would not be in its place any more."""
    if act is None:
        return False
    return any(wanted.get(row.slot) != row.document_id for row in act.files.filter(replaced_at=None))


def files_of(page: ActPage) -> dict[str, int | None]:
    """The documents of a page by their slots."""
    files = {str(row.translation_key): row.document_id for row in page.attachments.all()}
    return {**files, SIGNED: page.signed_pdf_id} if page.signed_pdf_id else files


def keep_files_of_acts(document: AbstractDocument) -> None:
    """Raise ValidationError where a document's file was published with an act: it is replaced with the act, so that the
    earlier file stays.
    """
    used = ActFile.objects.filter(document_id=document.pk).values_list("act__translation_key", flat=True).first()
    if used is not None:
        page = Page.objects.filter(translation_key=used, alias_of=None).order_by("pk").first()
        raise ValidationError(
            _(
                "This file was published with the act “%(act)s” and stays as it is. Upload the corrected file as a new "
                "document, choose it in the act in place of this one, and say there why."
            ),
            code="published_with_an_act",
            params={"act": page.title if page else ""},
        )


def earlier_files(act_ids: Collection[int]) -> dict[int, list[ActFile]]:
    """The files that acts were published with before, those replaced last first, by act. Asks twice at most."""
    rows = ActFile.objects.filter(act__in=act_ids, replaced_at__isnull=False).select_related("document")
    found = list(rows.order_by("-replaced_at", "-pk"))
    facts = DocumentFacts.objects.defer("text").in_bulk([row.document_id for row in found], field_name="document_id")
    files: dict[int, list[ActFile]] = {act_id: [] for act_id in act_ids}
    for row in found:
        if row.document_id in facts:
            row.document._state.fields_cache["facts"] = facts[row.document_id]
        files[row.act_id].append(row)
    return files


def changes_of(act_ids: Collection[int]) -> dict[int, list[ActChange]]:
    """The public changes of acts, the newest first, by act."""
    changes: dict[int, list[ActChange]] = {act_id: [] for act_id in act_ids}
    for row in ActChange.objects.filter(act__in=act_ids).select_related("other").order_by("-at", "-pk"):
        changes[row.act_id].append(row)
    return changes


def earlier_file_reference(row: ActFile, page: ActPage) -> dict[str, Any]:
    """The shape of ``publications.api.schemas.EarlierFile``."""
    return {
        **file_reference(row.document, page),
        "of": SIGNED if row.slot == SIGNED else "attachment",
        "published_at": row.published_at,
        "replaced_at": row.replaced_at,
        "reason": row.reason,
        "reason_locale": row.reason_locale,
    }


def change_reference(change: ActChange, page: ActPage) -> dict[str, Any]:
    """The shape of ``publications.api.schemas.Change``."""
    reason, locale = in_language(change.reason, page.locale.language_code)
    return {
        "kind": change.kind,
        "at": change.at,
        "post": change.post,
        "locale": change.locale,
        "fields": change.fields,
        "reason": reason,
        "reason_locale": locale,
        "act": change.other.identifier if change.other is not None else "",
    }


def in_language(texts: Mapping[str, str], code: str) -> tuple[str, str]:
    """A text in a language, or in the first that it was written in; and which that is."""
    found = code if texts.get(code) else next((other for other, text in texts.items() if text), "")
    return texts.get(found, ""), found


def post_of(user: Any) -> str:
    """The groups of somebody, by which the public may know what post did something; never the name."""
    if user is None or not user.is_authenticated:
        return ""
    return ", ".join(user.groups.order_by("name").values_list("name", flat=True))[:150]


def change(act: Act, kind: ChangeKind, *, at: datetime.datetime | None = None, **values: Any) -> ActChange:
    """A change that is made now, by who is at work, to be written down."""
    post = post_of(get_active_log_context().user)
    return ActChange(act=act, kind=kind, at=at or timezone.now(), post=post, **values)


def _relations(page: ActPage) -> frozenset[tuple[str, int]]:
    return frozenset((row.kind, row.act_id) for row in page.relations.all())


def _differing(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    return [name for name in now if before.get(name) != now[name]]


def _keep_files(page: ActPage, act: Act, known: Collection[ActFile]) -> list[str]:
    """Bring the record of files, as it is ``known``, up to date. Returns what was replaced: ``signed_pdf``,
    ``attachments``.
    """
    now: datetime.datetime = timezone.now()
    wanted = files_of(page)
    current = {row.slot: row for row in known if row.replaced_at is None}
    replaced = [row for slot, row in current.items() if wanted.get(slot) != row.document_id]
    ActFile.objects.filter(pk__in=[row.pk for row in replaced]).update(
        replaced_at=now, reason=page.file_reason, reason_locale=page.locale.language_code
    )
    for row in replaced:
        # Nothing else names its document now; by this Wagtail knows that it must not be deleted.
        ReferenceIndex.create_or_update_for_object(row)
    gone = {row.slot for row in replaced}
    since = now if known else page.first_published_at or now
    ActFile.objects.bulk_create(
        ActFile(act=act, slot=slot, document_id=document_id, published_at=since)
        for slot, document_id in wanted.items()
        if document_id and (slot not in current or slot in gone)
    )
    return sorted({SIGNED if slot == SIGNED else "attachments" for slot in gone}, reverse=True)
