from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MunicipalityConfig(AppConfig):
    name = "municipality"
    label = "municipality"
    verbose_name = _("Municipal website")

    def ready(self) -> None:
        from cms_pages.registry import register_data_terms, register_reader, register_role_settings, reserve_slugs
        from municipality.open_data.terms import data_terms
        from municipality.pictures import PictureReader

        register_reader(PictureReader())
        register_data_terms("municipality", data_terms)
        for role in ("director", "webmaster"):
            register_role_settings(role, "municipality.change_municipalitysettings")
        # Their addresses are municipality.urls.language_patterns.
        reserve_slugs("search", "feeds", "data")
