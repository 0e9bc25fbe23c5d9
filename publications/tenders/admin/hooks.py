from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_modeladmin.options import modeladmin_register

from publications.tenders.admin.listing import TenderListing
from publications.tenders.admin.registers import ProcurementRegisters
from publications.tenders.admin.urls import tender_urls
from publications.tenders.models import TenderPage


def copies_have_no_steps(request: HttpRequest, page: Page, copy: Page) -> None:
    """For ``after_copy_page``: a copied tender is another one, to which nothing has happened yet."""
    for tender in TenderPage.objects.descendant_of(copy, inclusive=True).filter(alias_of=None):
        for rows in ("steps", "awards", "documents"):
            getattr(tender, rows).all().delete()
        tender.refresh_from_db()
        draft = tender.get_latest_revision_as_object()
        for rows in ("steps", "awards", "documents"):
            setattr(draft, rows, [])
        draft.save_revision(user=request.user, changed=False)


def copies_are_drafts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For ``before_copy_page``: a copy has no steps, so it cannot be published before it has its first."""
    if request.method != "POST" or not request.POST.get("publish_copies") or request.POST.get("alias"):
        return None
    copied = page.get_descendants(inclusive=True)
    if not request.POST.get("copy_subpages"):
        copied = copied.filter(pk=page.pk)
    if not copied.type(TenderPage).exists():
        return None
    messages.error(request, _("Copies of tenders cannot be published at once, since they have no steps yet."))
    return redirect("wagtailadmin_pages:copy", page.pk)


def connect() -> None:
    """Register all that the admin has for tenders."""
    modeladmin_register(ProcurementRegisters)
    hooks.register("register_admin_urls", tender_urls)
    hooks.register("register_admin_viewset", lambda: TenderListing("tenders_list"))
    hooks.register("before_copy_page", copies_are_drafts)
    hooks.register("after_copy_page", copies_have_no_steps)
