"""What may have been entered twice: pointed out in the editor and not refused, since it may be right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms_pages.files.duplicates import same_files
from publications.models import ActPage, DocumentPage, MinutesPage, NoticePage
from publications.selectors import acts_numbered, named_alike

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

#: so many of each are named
NAMED = 5
WATCHED = (ActPage, DocumentPage, MinutesPage, NoticePage)


def point_out_before(request: HttpRequest, page: Page) -> None:
    """For Wagtail's hook ``before_edit_page``."""
    if request.method == "GET":
        point_out(request, page)


def point_out(request: HttpRequest, page: Page) -> None:
    """Say what the page's latest draft has in common with others. For Wagtail's hook ``after_publish_page``."""
    page = page.specific
    if isinstance(page, WATCHED):
        for warning in duplicates(page.get_latest_revision_as_object(), request.user):
            messages.warning(request, warning)


def duplicates(page: Any, user: Any) -> list[SafeString]:
    found = []
    if isinstance(page, ActPage) and page.number:
        acts = list(acts_numbered(page.number, near=page, besides=page)[:NAMED])
        said = _("Other acts have the number %(number)s, of another body, year or type:") % {"number": page.number}
        links = [("wagtailadmin_pages:edit", act.pk, f"{act.title} ({act.date:%d.%m.%Y})") for act in acts]
        found += [_with_links(said, links)] if links else []
    if not isinstance(page, ActPage):
        links = [
            ("wagtailadmin_pages:edit", other.pk, f"{other.draft_title} ({other.date:%d.%m.%Y})")
            for other in named_alike(page)[:NAMED]
        ]
        found += [_with_links(_("Others of this body have the same title or number:"), links)] if links else []
    for document, copies in same_files(page.item_documents(), user).items():
        said = _("The file of “%(title)s” has been uploaded before:") % {"title": document.title}
        found.append(_with_links(said, [("wagtaildocs:edit", copy.pk, copy.title) for copy in copies[:NAMED]]))
    return found


def _with_links(said: str, links: Iterable[tuple[str, int, str]]) -> SafeString:
    rows = ((reverse(name, args=[pk]), title) for name, pk, title in links)
    return format_html("{} {}", said, format_html_join(", ", '<a href="{}">{}</a>', rows))
