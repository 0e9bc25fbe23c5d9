"""What the rights of Wagtail's groups alone would not keep somebody from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms_pages.models.approval import TwoPersonApprovalTask, is_own


def keep_superusers(request: HttpRequest, *users: AbstractUser) -> HttpResponse | None:
    """For ``before_create_user``, ``before_edit_user`` and ``before_delete_user``.

    In Wagtail, who may change users may also make superusers of them, and set a superuser's password.
    """
    acting: Any = request.user
    makes_one = request.method == "POST" and "is_superuser" in request.POST
    if acting.is_superuser or not (makes_one or any(user.is_superuser for user in users)):
        return None
    messages.error(request, _("Only an administrator can make administrators or change their accounts."))
    return redirect("wagtailusers_users:index")


def keep_several_superusers(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action_class_instance: Any
) -> HttpResponse | None:
    """For ``before_bulk_action``."""
    return keep_superusers(request, *(each for each in objects if isinstance(each, AbstractUser)))


def say_who_approves(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For ``after_edit_page``: somebody changed what they meant to approve, so another person has to."""
    approved = "action-workflow-action" in request.POST and request.POST.get("workflow-action-name") == "approve"
    user: Any = request.user
    if approved and isinstance(page.current_workflow_task, TwoPersonApprovalTask) and is_own(page, user):
        messages.warning(
            request,
            _("“%(title)s” was not approved: you changed it, so another person has to approve it. It waits for them.")
            % {"title": page.get_admin_display_title()},
        )
    return None
