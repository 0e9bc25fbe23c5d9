"""What became of some acts after they were published: a corrected file, a revocation, a withdrawal."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import LogContext

from demo.acts import NumberedAct
from demo.content import Content
from demo.loading.facts import act_document
from demo.loading.files import Files
from demo.loading.keys import key_of
from demo.texts import LOCALES, SOURCE_LOCALE, Localized
from publications.models import ActPage, ChangeKind, Revocation, RevocationStatus
from publications.revocation import decide, request_revocation
from publications.withdrawal import withdraw


def load_later_changes(content: Content) -> None:
    """Make what is missing of it, once: what an editor did since is left as it is."""
    for section, acts in (("decisions", content.decisions), ("regulations", content.regulations)):
        for item in acts:
            if item.corrected or item.revoked or item.withdrawn:
                page = ActPage.objects.filter(
                    translation_key=key_of(f"{section}/{item.slug}"), locale__language_code=SOURCE_LOCALE, live=True
                ).first()
                if page is not None:
                    with transaction.atomic():
                        _load(item, page.specific, content)


def _load(item: NumberedAct, page: Any, content: Content) -> None:
    coordinator, director = (User.objects.filter(username=name).first() for name in ("koordinatori", "drejtori"))
    done = set(page.act.changes.values_list("kind", flat=True))
    with LogContext(user=director):
        if item.corrected and ChangeKind.FILE_REPLACED not in done:
            page.signed_pdf, page.file_reason = act_document(item, content, Files(content)), item.corrected.reason
            page.save_revision(user=director).publish(user=director)
        if item.revoked and coordinator and director and not Revocation.objects.filter(act=page.act).exists():
            made = request_revocation(
                page,
                coordinator,
                revoked_from=item.revoked.revoked_from,
                by=item.revoked.by,
                reason=_in_all(item.revoked.reason),
            )
            decide(page, made, director, RevocationStatus.APPROVED)
        if item.withdrawn and ChangeKind.WITHDRAWN not in done:
            withdraw(page, _in_all(item.withdrawn), director)


def _in_all(texts: Localized[str]) -> dict[str, str]:
    return {code: text for code in LOCALES if (text := texts.get(code))}
