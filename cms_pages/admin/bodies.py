from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms_pages.models import Body


class BodyViewSet(SnippetViewSet):
    """The organs that decide, meet and issue: kept by the office, chosen on pages."""

    model = Body
    icon = "group"
    menu_label = _("Bodies")
    add_to_admin_menu = True
    menu_order = 350
    list_display = ["name", "key", LocaleColumn()]
    search_fields = ["name", "key"]
    ordering = ["name"]
