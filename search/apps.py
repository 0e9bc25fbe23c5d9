from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms_pages.registry import require_apps


class SearchConfig(AppConfig):
    name = "search"
    # Wagtail's own search app is a neighbour: this label keeps their tables and permissions apart.
    label = "kuvendi_search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        require_apps(self.name, "cms_pages")
        super().import_models()

    def ready(self) -> None:
        from cms_pages.registry import register_reader, register_router, register_text_matcher
        from search import checks
        from search.api.router import search_router
        from search.database.indexer import DatabaseReader
        from search.matching import matcher_of

        checks.register()
        register_router("search", search_router)
        register_text_matcher("search", matcher_of)
        register_reader(DatabaseReader())
        if getattr(settings, "ELASTICSEARCH_URL", ""):
            from search.elasticsearch.indexer import ElasticsearchReader

            register_reader(ElasticsearchReader())
