"""The report "Alerts": how many subscribe, and how the letters fare. Never who."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from alerts.models import Frequency, Letter, LetterState, Subscriber
from alerts.sending import can_send


class AlertsView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """For those who publish."""

    model = Page
    any_permission_required = ["publish"]
    template_name = "alerts/admin/report.html"
    page_title = _("Alerts")
    header_icon = "mail"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        languages = get_content_languages()
        confirmed = Subscriber.objects.filter(confirmed_at__isnull=False)
        groups = confirmed.values_list("frequency", "language").annotate(count=Count("pk")).order_by("frequency")
        letters = dict(Letter.objects.values_list("state").annotate(count=Count("pk")))
        reasons = Letter.objects.exclude(reason="").values_list("reason").annotate(count=Count("pk"))
        return super().get_context_data(
            can_send=can_send(),
            total=confirmed.count(),
            suspended=confirmed.exclude(suspended_at=None).count(),
            groups=[
                (Frequency(frequency).label, languages.get(code, code), count) for frequency, code, count in groups
            ],
            letters=[(state.label, letters.get(state.value, 0)) for state in LetterState],
            reasons=list(reasons.order_by("-count")[:10]),
            **kwargs,
        )
