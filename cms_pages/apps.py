from __future__ import annotations

import mimetypes

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms_pages.registry import CMS_PAGES_NEEDS, require_apps


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    label = "cms_pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        require_apps(self.name, *CMS_PAGES_NEEDS)
        super().import_models()

    def ready(self) -> None:
        # Not every system's list has it.
        mimetypes.add_type("text/vtt", ".vtt")
        from cms_pages import checks, moments, receivers
        from cms_pages.admin import letters
        from cms_pages.api.schemas import HomeItem, PageItem, SectionItem
        from cms_pages.contracts import Chore, PublicationType
        from cms_pages.files.verification import Nightly
        from cms_pages.models import HomePage, SectionIndexPage, StandardPage
        from cms_pages.originals import update_stale_translations
        from cms_pages.publishing.projector import project_due
        from cms_pages.publishing.scheduled import publish_due
        from cms_pages.registry import register_chore, register_type
        from cms_pages.reminders import send_reminders

        register_type(PublicationType("home", HomePage, HomeItem, _("Home page"), _("Home pages"), is_structure=True))
        register_type(
            PublicationType("section", SectionIndexPage, SectionItem, _("Section"), _("Sections"), is_structure=True)
        )
        register_type(PublicationType("page", StandardPage, PageItem, _("Page"), _("Pages"), is_structure=True))
        register_chore(Chore("publish_scheduled", every=30, run=publish_due))
        register_chore(Chore("project_due", every=0.25, run=project_due))
        register_chore(Chore("send_reminders", every=600, run=send_reminders))
        register_chore(Chore("update_stale_translations", every=1, run=update_stale_translations))
        register_chore(Chore("verify_files", every=0.5, run=Nightly().step))
        receivers.connect()
        letters.connect()
        moments.connect()
        checks.connect()
