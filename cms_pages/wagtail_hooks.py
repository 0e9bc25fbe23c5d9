from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail_modeladmin.options import modeladmin_register

from cms_pages.admin.bulk_publish import PublishSeveral
from cms_pages.admin.checker import use_authors_checker
from cms_pages.admin.dashboard import add_waiting_panel, may_see_publication_log
from cms_pages.admin.files_api import construct_admin_api
from cms_pages.admin.guards import keep_several_superusers, keep_superusers, say_who_approves
from cms_pages.admin.machine_translation import ConfirmView, machine_translate, say_what_is_unconfirmed, update
from cms_pages.admin.moving import MoveSeveral, keep_language
from cms_pages.admin.neighbours import pages_to_choose
from cms_pages.admin.po_files import upload_po_file
from cms_pages.admin.publication_log import PublicationLogView, RetryRefusedView
from cms_pages.admin.recordings import recording_urls
from cms_pages.admin.registers import Registers
from cms_pages.admin.translation_rights import ReportView, SubmitView, convert_to_alias, offer_only_what_is_allowed
from cms_pages.admin.translations import AssignTranslationView, TranslationsToMakeView, may_translate
from cms_pages.admin.tree import DeleteSeveral, UnpublishSeveral
from cms_pages.admin.withdrawn import refuse_to_publish, viewsets
from cms_pages.files.serving import hide_document

modeladmin_register(Registers)
# Before Wagtail's own, which asks for the password of a private collection.
hooks.register("before_serve_document", hide_document, order=-1000)
# Before wagtail-localize's, which publishes.
hooks.register("before_edit_page", refuse_to_publish, order=-1000)
hooks.register("register_admin_viewset", viewsets)
hooks.register("before_move_page", keep_language)
hooks.register("construct_page_chooser_queryset", pages_to_choose)
# After Wagtail's own, in whose place they come.
hooks.register("construct_admin_api", construct_admin_api, order=1)
hooks.register("before_bulk_action", keep_several_superusers)
hooks.register("before_create_user", keep_superusers)
hooks.register("before_edit_user", keep_superusers)
hooks.register("before_delete_user", keep_superusers)
hooks.register("after_edit_page", say_who_approves)
hooks.register("construct_page_action_menu", offer_only_what_is_allowed)
# After Wagtail's own, in whose place it comes.
hooks.register("register_bulk_action", PublishSeveral, order=1)
hooks.register("register_bulk_action", MoveSeveral, order=1)
hooks.register("register_bulk_action", DeleteSeveral, order=1)
hooks.register("register_bulk_action", UnpublishSeveral, order=1)


def editor_scripts() -> str:
    return _scripts("cms_pages/count.js", "cms_pages/recordings.js")


def admin_scripts() -> str:
    return _scripts("cms_pages/tag-labels.js", "cms_pages/typed-dates.js")


def _scripts(*names: str) -> str:
    return format_html_join("", '<script src="{}"></script>', ((static(name),) for name in names))


class PublicationLogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return may_see_publication_log(user)


class TranslationsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_translate(request.user)


def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "cms_pages.confirm_translation", _("Confirm translation"), _("Machine translation confirmed")
    )


def translations_menu_item() -> MenuItem:
    return TranslationsMenuItem(
        _("Translations to make"),
        reverse("cms_pages_translations"),
        name="translations-to-make",
        icon_name="wagtail-localize-language",
        order=690,
    )


def admin_urls() -> list[URLPattern]:
    return [
        path("reports/publication-log/", PublicationLogView.as_view(), name="cms_pages_publication_log"),
        path("reports/translations-to-make/", TranslationsToMakeView.as_view(), name="cms_pages_translations"),
        path(
            "reports/translations-to-make/assign/", AssignTranslationView.as_view(), name="cms_pages_assign_translation"
        ),
        path("translation/<int:page_id>/confirm/", ConfirmView.as_view(), name="cms_pages_confirm_translation"),
        path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
        path("localize/translate/<int:translation_id>/pofile/upload/", upload_po_file),
        path("localize/update/<int:translation_source_id>/", update),
        path("localize/reports/translations/", ReportView.as_view()),
        path("localize/reports/translations/results/", ReportView.as_view(results_only=True)),
        path("localize/submit/page/<int:page_id>/", SubmitView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", convert_to_alias),
        *recording_urls(),
        path("reports/publication-log/retry/", RetryRefusedView.as_view(), name="cms_pages_retry_refused"),
    ]


def publication_log_menu_item() -> MenuItem:
    return PublicationLogMenuItem(
        _("Publication log"),
        reverse("cms_pages_publication_log"),
        name="publication-log",
        icon_name="list-ul",
        order=700,
    )


hooks.register("insert_editor_js", editor_scripts)
hooks.register("insert_global_admin_js", admin_scripts)
hooks.register(
    "insert_global_admin_css",
    lambda: format_html('<link rel="stylesheet" href="{}">', static("cms_pages/admin.css")),
)
hooks.register("construct_wagtail_userbar", use_authors_checker)
hooks.register("construct_homepage_panels", add_waiting_panel)
# Before wagtail-localize's and wagtailmedia's, some of whose addresses are among them.
hooks.register("register_admin_urls", admin_urls, order=-1000)
# Before wagtail-localize's, which answers for translations.
hooks.register("before_edit_page", say_what_is_unconfirmed, order=-500)
hooks.register("register_log_actions", register_log_actions)
hooks.register("register_reports_menu_item", publication_log_menu_item)
hooks.register("register_reports_menu_item", translations_menu_item)
