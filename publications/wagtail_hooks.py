from __future__ import annotations

from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from publications.choosers import ActChooserViewSet
from publications.duplicates import point_out, point_out_before
from publications.imports.admin.forms import may_import
from publications.imports.admin.urls import import_urls
from publications.listings import (
    AlbumListing,
    DecisionListing,
    DocumentListing,
    EventListing,
    MinutesListing,
    NewsListing,
    NoticeListing,
    RecordingListing,
    RegulationListing,
)
from publications.models import ActPage, TenderPage
from publications.revocation_views import revocation, revocation_button
from publications.suggested_number import number_urls
from publications.tenders.admin import hooks as tenders
from publications.withdrawal_views import ask_for_the_reason, refuse_several, refuse_to_delete, withdraw_act


def copies_of_acts_are_drafts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy has no number, so it cannot be published before it has its own."""
    if request.method != "POST" or not request.POST.get("publish_copies") or request.POST.get("alias"):
        return None
    copied = page.get_descendants(inclusive=True)
    if not request.POST.get("copy_subpages"):
        copied = copied.filter(pk=page.pk)
    if not copied.type(ActPage).exists():
        return None
    messages.error(
        request, _("Copies of acts cannot be published at once, since each needs its own number. Copy as a draft.")
    )
    return redirect("wagtailadmin_pages:copy", page.pk)


def copies_of_acts_are_acts_of_their_own(request: HttpRequest, page: Page, copy: Page) -> None:
    """For ``after_copy_page``: a copied act is another one, and has its own number and its own signed copy.

    Translations are made otherwise.
    """
    for act in ActPage.objects.descendant_of(copy, inclusive=True).filter(alias_of=None).specific():
        act.number, act.signed_pdf = "", None
        act.save(clean=False)
        draft = act.get_latest_revision_as_object()
        draft.number, draft.signed_pdf = "", None
        draft.save_revision(user=request.user, changed=False, clean=False)


def aliases_stay_aliases(request: HttpRequest, page: Page) -> HttpResponse | None:
    """For ``before_convert_alias_page``: an act shown in a second section would be two of one number; so a tender."""
    if not isinstance(page, ActPage | TenderPage) or page.translation_key == page.alias_of.translation_key:
        return None
    messages.error(
        request,
        _("This page shows “%(title)s” in another section, and cannot become a page of its own: there would be two.")
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


class ImportActsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "publications.request_revocation", gettext_lazy("Request a revocation"), gettext_lazy("Revocation requested")
    )
    actions.register_action(
        "publications.approve_revocation", gettext_lazy("Approve a revocation"), gettext_lazy("Revocation approved")
    )
    actions.register_action(
        "publications.refuse_revocation", gettext_lazy("Refuse a revocation"), gettext_lazy("Revocation refused")
    )
    actions.register_action(
        "publications.take_back_revocation",
        gettext_lazy("Take a request for revocation back"),
        gettext_lazy("Request for revocation taken back"),
    )


def import_acts_menu_item() -> MenuItem:
    label = gettext_lazy("Import acts")
    return ImportActsMenuItem(label, reverse("publications_imports"), name="import-acts", icon_name="upload", order=350)


hooks.register("register_admin_urls", import_urls)
hooks.register(
    "register_admin_urls",
    lambda: [
        path("acts/<int:page_id>/withdraw/", withdraw_act, name="publications_withdraw"),
        path("acts/<int:page_id>/revocation/", revocation, name="publications_revocation"),
    ],
)
hooks.register("register_page_header_buttons", revocation_button)
hooks.register("register_log_actions", register_log_actions)
hooks.register(
    "register_permissions",
    lambda: Permission.objects.filter(
        content_type__app_label="publications", codename__in=["request_revocation", "approve_revocation"]
    ),
)
hooks.register("before_unpublish_page", ask_for_the_reason)
hooks.register("before_delete_page", refuse_to_delete)
hooks.register("before_bulk_action", refuse_several)
hooks.register("register_admin_urls", number_urls)
hooks.register(
    "insert_editor_js",
    lambda: format_html('<script src="{}" defer></script>', static("publications/next-number.js")),
)
hooks.register("register_admin_menu_item", import_acts_menu_item)
hooks.register("before_copy_page", copies_of_acts_are_drafts)
hooks.register("after_copy_page", copies_of_acts_are_acts_of_their_own)
hooks.register("before_convert_alias_page", aliases_stay_aliases)
# Before wagtail-localize's, which answers for translations.
hooks.register("before_edit_page", point_out_before, order=-500)
hooks.register("after_publish_page", point_out)
hooks.register(
    "register_admin_viewset",
    lambda: [
        DecisionListing("decisions"),
        RegulationListing("regulations"),
        MinutesListing("minutes"),
        NewsListing("news"),
        NoticeListing("notices"),
        EventListing("events"),
        DocumentListing("official_documents"),
        AlbumListing("albums"),
        RecordingListing("recordings"),
        ActChooserViewSet("acts"),
    ],
)
tenders.connect()
