from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from publications.models.act_page import ActPage
from publications.panels import act_panels


class RegulationPage(ActPage):
    """A regulation of a municipal organ: rules that hold for everybody."""

    act_type = "regulation"
    number_taken = _("%(body)s already has a regulation with the number %(number)s in %(year)s: “%(title)s”.")
    template = "publications/regulation_page.html"
    content_panels = act_panels()

    class Meta:
        verbose_name = _("regulation")
        verbose_name_plural = _("regulations")
