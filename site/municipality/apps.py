from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MunicipalityConfig(AppConfig):
    name = "municipality"
    label = "municipality"
    verbose_name = _("Municipal website")

    def ready(self) -> None:
        from cms_pages.registry import register_reader
        from municipality.pictures import PictureReader

        register_reader(PictureReader())
