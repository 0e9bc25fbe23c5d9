"""Publishing several pages at once: what cannot be published is named with the reason, and the others are published."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from cms_pages.admin.saving import TRIES
from cms_pages.admin.withdrawn import why_not
from cms_pages.deadlocks import is_deadlock
from cms_pages.models.place import locked_pages
from cms_pages.publishing.scheduled import reason

logger = logging.getLogger(__name__)

#: so many refused pages are named; a message is kept in a cookie
NAMED = 10


class PublishSeveral(PublishBulkAction):
    """Wagtail's action, which publishes all or, where one is refused, none and says nothing."""

    def __init__(self, request: Any, model: Any) -> None:
        super().__init__(request, model)
        self.refused: list[tuple[Page, str]] = []

    def check_perm(self, page: Page) -> bool:
        # In a workflow a page is locked for all but those whose turn it is.
        permissions = page.permissions_for_user(self.request.user)
        return bool(permissions.can_publish() and not permissions.page_locked())

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "may_publish": self.check_perm, "refused": self.refused}

    @classmethod
    def execute_action(
        cls, objects: Iterable[Page], include_descendants: bool = False, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        refused: list[tuple[Page, str]] = kwargs.get("refused", [])
        may_publish = kwargs.get("may_publish", lambda page: True)
        pages, below = 0, 0
        for page in objects:
            pages += _publish(page, user, refused)
            if include_descendants:
                drafts = page.get_descendants().not_live().defer_streamfields().specific().iterator()
                below += sum(_publish(draft, user, refused) for draft in drafts if may_publish(draft))
        return pages, below

    def form_valid(self, form: Any) -> HttpResponse:
        response = self._publish_all(form)
        if self.refused:
            messages.error(self.request, _what_was_refused(self.refused))
        return response

    def _publish_all(self, form: Any, tries: int = TRIES) -> HttpResponse:
        """As a whole, and again where somebody who publishes pages of the same bodies in another order came first."""
        try:
            response: HttpResponse = super().form_valid(form)
            return response
        except OperationalError as error:
            if tries == 1 or not is_deadlock(error):
                raise
        self.refused.clear()
        return self._publish_all(form, tries - 1)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        if not num_parent_objects and not num_child_objects:
            return None
        said: str = super().get_success_message(num_parent_objects, num_child_objects)
        return said


def _publish(page: Page, user: Any, refused: list[tuple[Page, str]]) -> bool:
    # Whoever saves it in the same moment comes before this is read, or after it: else theirs would be undone.
    now = locked_pages(page.pk).first()
    if now is None:  # deleted meanwhile
        return False
    page = now.specific
    if why := why_not(page):
        refused.append((page, why))
        return False
    try:
        with transaction.atomic():
            revision = page.get_latest_revision() or page.save_revision(user=user)
            revision.publish(user=user)
    except (ValidationError, PermissionDenied) as error:
        refused.append((page, _reason(error, type(page))))
    except Exception as error:
        if is_deadlock(error):
            raise
        logger.exception("Page %s could not be published with others.", page.pk, extra={"page_id": page.pk})
        refused.append((page, _("Something went wrong. Open it and publish it alone, or tell your administrator.")))
    else:
        return True
    return False


def _reason(error: ValidationError | PermissionDenied, model: type[Page]) -> str:
    return _("You may not publish it.") if isinstance(error, PermissionDenied) else reason(error, model)


def _what_was_refused(refused: list[tuple[Page, str]]) -> str:
    heading = ngettext(
        "%(count)d page was not published. Open it, put it right, and publish it:",
        "%(count)d pages were not published. Open each, put it right, and publish it:",
        len(refused),
    ) % {"count": len(refused)}
    rows = (
        (reverse("wagtailadmin_pages:edit", args=[page.pk]), page.get_admin_display_title(), why[:300])
        for page, why in refused[:NAMED]
    )
    return format_html("{}<ul>{}</ul>", heading, format_html_join("", '<li><a href="{}">{}</a>: {}</li>', rows))
