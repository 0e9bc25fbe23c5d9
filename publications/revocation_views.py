"""Revocations in the admin: an act has one address at which its revocation is asked for, and then decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput, Button
from wagtail.models import Page

from publications.history import in_language, post_of
from publications.models import ActPage, Revocation, RevocationStatus
from publications.reasons import PlainTextField, ReasonForm
from publications.revocation import MAY_APPROVE, MAY_REQUEST, decide, request_revocation

TEMPLATE = "publications/admin/revocation.html"


class RequestForm(ReasonForm):
    why = gettext_lazy("Write why the act is revoked: citizens read it on its page.")

    revoked_from = forms.DateField(
        label=gettext_lazy("No longer in force from"),
        widget=AdminDateInput,
        help_text=gettext_lazy("The first day on which it is in force no more. It can be ahead."),
    )
    by = PlainTextField(
        label=gettext_lazy("By what"),
        required=False,
        max_length=255,
        help_text=gettext_lazy(
            "For example the judgment of a court, with its number. If an act on this site revokes it, do not ask for "
            "it here: enter “Revokes” with that act."
        ),
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (RevocationStatus.APPROVED.value, gettext_lazy("Approve: the public is told at once")),
            (RevocationStatus.REFUSED.value, gettext_lazy("Refuse")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you approve or refuse it.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Why it is refused"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only your colleagues read it."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == RevocationStatus.REFUSED and not data.get("note"):
            self.add_error("note", _("Write why you refuse it, for who asked for it."))
        return data


def revocation(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks for the revocation of an act, or shows what was asked for, to be decided or taken back."""
    page = get_object_or_404(ActPage, pk=page_id, alias_of=None).specific
    user: Any = request.user
    if not may_open(page, user):
        raise PermissionDenied
    asked = page.act.revocations.filter(status=RevocationStatus.PENDING).select_related("requested_by").first()
    if asked is not None:
        return _decide(request, page, asked)
    return _ask(request, page)


def may_open(page: Page, user: Any) -> bool:
    return bool(
        page.permissions_for_user(user).can_edit() and (user.has_perm(MAY_REQUEST) or user.has_perm(MAY_APPROVE))
    )


def _ask(request: HttpRequest, page: Any) -> HttpResponse:
    user: Any = request.user
    made = page.act.revocations.order_by("-pk").first()
    form = None
    if page.revocation is None and user.has_perm(MAY_REQUEST):
        form = RequestForm(request.POST or None, page=page)
        if request.method == "POST" and form.is_valid():
            try:
                values = {name: form.cleaned_data[name] for name in ("revoked_from", "by")}
                request_revocation(page, user, reason=form.reason(), **values)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The revocation was asked for. Another person has to approve it."))
                return redirect("publications_revocation", page.pk)
    return _shown(request, page, made, form)


def _decide(request: HttpRequest, page: Any, asked: Revocation) -> HttpResponse:
    user: Any = request.user
    form = DecisionForm(request.POST or None) if user.has_perm(MAY_APPROVE) else None
    if request.method == "POST":
        try:
            if "take_back" in request.POST:
                decide(page, asked, user, RevocationStatus.TAKEN_BACK)
                messages.success(request, _("You have taken the request back."))
                return redirect("publications_revocation", page.pk)
            if form is not None and form.is_valid():
                status = RevocationStatus(form.cleaned_data["decision"])
                decide(page, asked, user, status, form.cleaned_data["note"])
                messages.success(request, _("The revocation is: %(status)s.") % {"status": status.label})
                return redirect("publications_revocation", page.pk)
        except ValidationError as error:
            if form is None:
                messages.error(request, " ".join(error.messages))
                return redirect("publications_revocation", page.pk)
            form.add_error(None, error)
    return _shown(request, page, asked, form)


def _shown(request: HttpRequest, page: Any, made: Revocation | None, form: forms.Form | None) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "made": made, "form": form}
    if made is not None:
        is_pending = made.status == RevocationStatus.PENDING
        context["reason"], context["reason_locale"] = in_language(made.reason, page.locale.language_code)
        context["is_pending"] = is_pending
        context["is_own"] = is_pending and made.requested_by_id == getattr(request.user, "pk", None)
        context["post"] = post_of(made.requested_by)
    return render(request, TEMPLATE, context)


def revocation_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """For Wagtail's hook ``register_page_header_buttons``."""
    is_published_act = issubclass(page.specific_class, ActPage) and page.alias_of_id is None and page.live
    if is_published_act and may_open(page, user):
        url = reverse("publications_revocation", args=[page.pk])
        yield Button(_("Revocation"), url, icon_name="cross", priority=75)
