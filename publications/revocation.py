"""Revoking an act in two steps: one person requests it, with a reason and a date, and another approves it.

Where an act on the site revokes it, that act says so by its relation (see ``relations``). For the public both are one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogContext, log

from publications.contradictions import check_not_revoked
from publications.history import change, in_language, write_down
from publications.models.act import Act
from publications.models.act_change import ChangeKind
from publications.models.revocation import Revocation, RevocationStatus
from publications.validation import check_all, check_date

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from publications.models import ActPage

MAY_REQUEST = "publications.request_revocation"
MAY_APPROVE = "publications.approve_revocation"
#: the names of the entries of Wagtail's audit log
LOGGED = {
    RevocationStatus.PENDING: "publications.request_revocation",
    RevocationStatus.APPROVED: "publications.approve_revocation",
    RevocationStatus.REFUSED: "publications.refuse_revocation",
    RevocationStatus.TAKEN_BACK: "publications.take_back_revocation",
}


def request_revocation(
    page: ActPage, user: User, *, revoked_from: datetime.date, reason: Mapping[str, str], by: str = ""
) -> Revocation:
    """Ask for the revocation of the act that a page shows. ``reason`` is by language, in one at least.

    Raises ValidationError, with what is wrong by field, where it cannot be.
    """
    with transaction.atomic():
        # Two who ask in the same moment come one after the other.
        act = Act.objects.select_for_update().get(translation_key=page.act_key)
        _read_again(page)
        _check_possible(page, act)
        check_all(revoked_from=lambda: check_date(revoked_from))
        if revoked_from < page.date:
            raise ValidationError(
                {
                    "revoked_from": ValidationError(
                        _("The act was taken on %(date)s. It cannot be revoked before."),
                        code="too_early",
                        params={"date": date_format(page.date, "SHORT_DATE_FORMAT")},
                    )
                }
            )
        if act.revocations.filter(status=RevocationStatus.PENDING).exists():
            raise ValidationError(_("Somebody has asked for its revocation already."), code="pending")
        made = Revocation.objects.create(
            act=act, revoked_from=revoked_from, by=by, reason=dict(reason), requested_by=user
        )
        _log(page, made, user)
    return made


def decide(page: ActPage, revocation: Revocation, user: User, status: RevocationStatus, note: str = "") -> None:
    """Approve or refuse a request, as another person, or take one's own back. ``page`` is one of the act's.

    Raises ValidationError, for the field ``decision``, where that cannot be.
    """
    with transaction.atomic():
        act = Act.objects.select_for_update().get(pk=revocation.act_id)
        now = Revocation.objects.select_for_update().get(pk=revocation.pk)
        _read_again(page)
        try:
            _check_decision(page, act, now, user, status)
        except ValidationError as error:
            raise ValidationError({"decision": error}) from error
        now.status, now.decided_by, now.decided_at, now.note = status, user, timezone.now(), note
        now.save()
        _log(page, now, user)
        if status == RevocationStatus.APPROVED:
            with LogContext(user=user):
                write_down([change(act, ChangeKind.REVOKED, reason=now.reason)])


def pending_revocations(user: User) -> QuerySet[Any]:
    """The originals of the acts whose revocation somebody else has asked for, with ``when``; none for who may not
    approve it.
    """
    from publications.models import ActPage

    if not user.has_perm(MAY_APPROVE):
        nothing: QuerySet[Any] = ActPage.objects.none()
        return nothing
    waiting = Revocation.objects.filter(status=RevocationStatus.PENDING).exclude(requested_by=user)
    pages = ActPage.objects.filter(alias_of=None, translation_key__in=waiting.values("act__translation_key"))
    originals = pages.order_by().values("translation_key").annotate(first=Min("pk")).values("first")
    since = waiting.filter(act__translation_key=OuterRef("translation_key")).values("requested_at")[:1]
    found: QuerySet[Any] = ActPage.objects.filter(pk__in=originals).annotate(when=Subquery(since)).order_by("when")
    return found


def approved_revocations(keys: Collection[UUID]) -> dict[UUID, Revocation]:
    """The approved revocations of the acts with these translation keys, by the keys; none where nobody revoked it."""
    approved = Revocation.objects.filter(act__translation_key__in=keys, status=RevocationStatus.APPROVED)
    return {each.act.translation_key: each for each in approved.select_related("act")}


def revocation_reference(revocation: Revocation | None, page: ActPage) -> dict[str, Any] | None:
    """The shape of ``publications.api.schemas.Revocation``."""
    if revocation is None:
        return None
    reason, locale = in_language(revocation.reason, page.locale.language_code)
    return {
        "revoked_from": revocation.revoked_from,
        "by": revocation.by,
        "reason": reason,
        "reason_locale": locale,
    }


def _check_decision(page: ActPage, act: Act, revocation: Revocation, user: User, status: RevocationStatus) -> None:
    is_own = revocation.requested_by_id == user.pk
    if revocation.status != RevocationStatus.PENDING:
        raise ValidationError(_("Somebody has decided it meanwhile."), code="decided")
    if status == RevocationStatus.TAKEN_BACK:
        if not is_own:
            raise ValidationError(_("Only who asked for it takes it back."), code="not_own")
    elif is_own:
        raise ValidationError(
            _("You asked for this revocation yourself. Another person must approve or refuse it."), code="own"
        )
    if status == RevocationStatus.APPROVED:
        _check_possible(page, act)


def _read_again(page: ActPage) -> None:
    """Whoever withdrew it, or moved its date, had its act locked until now."""
    page.refresh_from_db(fields=["live", "date"])


def _check_possible(page: ActPage, act: Act) -> None:
    if not page.live:
        raise ValidationError(_("Only a published act can be revoked."), code="not_published")
    check_not_revoked(act.translation_key)


def _log(page: ActPage, revocation: Revocation, user: User) -> None:
    data = {"revoked_from": revocation.revoked_from.isoformat(), "by": revocation.by, "note": revocation.note}
    log(instance=page, action=LOGGED[RevocationStatus(revocation.status)], user=user, data=data)
