"""Withdrawing in the admin. Wherever Wagtail would unpublish or delete an act, it is asked here for a reason first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Page

from cms_pages.admin.saving import as_a_whole
from cms_pages.models.place import locked_pages
from publications.models import ActPage
from publications.reasons import ReasonForm
from publications.withdrawal import published_acts, withdraw, withdraws

REFUSED = gettext_lazy("An act that was published is never deleted. Withdraw it: its page then says why it is gone.")


class WithdrawalForm(ReasonForm):
    why = gettext_lazy("Write why the act is withdrawn: citizens read it at its address.")


def withdraw_act(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks for the reason, and withdraws an act in all languages."""
    return as_a_whole(request, lambda: _withdraw_act(request, page_id))


def _withdraw_act(request: HttpRequest, page_id: int) -> HttpResponse:
    if request.method == "POST":
        # Who withdraws it, publishes it or moves it in the same moment comes before this is read, or after it.
        locked_pages(page_id).first()
    page = get_object_or_404(ActPage, pk=page_id, live=True).specific
    user: Any = request.user
    if not page.permissions_for_user(user).can_unpublish() or not withdraws(page):
        raise PermissionDenied
    form = WithdrawalForm(request.POST or None, page=page)
    if request.method == "POST" and form.is_valid():
        withdraw(page, form.reason(), user)
        messages.success(request, _("“%(title)s” was withdrawn.") % {"title": page.get_admin_display_title()})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return render(request, "publications/admin/withdraw.html", {"page": page, "form": form})


def ask_for_the_reason(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For Wagtail's hook ``before_unpublish_page``."""
    if withdraws(page):
        return redirect("publications_withdraw", page.pk)
    below = published_acts(page.get_descendants()).filter(live=True)
    if request.method == "POST" and request.POST.get("include_descendants") and below.exists():
        messages.error(request, _("There are acts below this page. Withdraw each first, with its reason."))
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    return None


def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For Wagtail's hook ``before_delete_page``: an act, or a page with acts below."""
    if not _has_acts([page]):
        return None
    messages.error(request, REFUSED)
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_several(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """For Wagtail's hook ``before_bulk_action``."""
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type == "delete" and _has_acts(pages):
        messages.error(request, REFUSED)
    elif action_type == "unpublish" and _has_acts(pages):
        messages.error(request, _("Acts are withdrawn one by one, each with its reason."))
    else:
        return None
    return redirect(action_class_instance.next_url)


def _has_acts(pages: list[Page]) -> bool:
    return any(published_acts(page.get_descendants(inclusive=True)).exists() for page in pages)
