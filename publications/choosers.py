"""Choosing an act by its number or title."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permission_policies.pages import PagePermissionPolicy

from publications.models import Act, ActPage
from publications.selectors import matching


class ActFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Number or title"), widget=forms.TextInput(attrs={"placeholder": _("Number or title")}), required=False
    )

    def filter(self, objects: QuerySet[Act]) -> QuerySet[Act]:
        found: QuerySet[Act] = super().filter(objects)
        if text := self.cleaned_data.get("q", "").strip():
            self.is_searching, self.search_query = True, text
            return matching(found, text, "title", "protocol_number")
        return found


class ActsMixin:
    """The acts of which somebody may see a page in the admin, the newest first."""

    filter_form_class = ActFilterForm
    request: Any

    def get_object_list(self) -> QuerySet[Act]:
        pages = PagePermissionPolicy().explorable_instances(self.request.user)
        keys = ActPage.objects.filter(pk__in=pages.values("pk")).values("translation_key")
        acts: QuerySet[Any] = Act.objects.filter(translation_key__in=keys).described()
        return acts.order_by("-date", "-pk")

    @property
    def columns(self) -> list[Column]:
        title: Column = super().title_column  # type: ignore[misc] # Wagtail's view that this is mixed into
        return [title, Column("date", label=_("Date"), accessor=_date)]


def _date(act: Act) -> str:
    date = getattr(act, "date", None)
    return date_format(date, "SHORT_DATE_FORMAT") if date else ""


class ChosenMixin(ActsMixin):
    def get_object(self, pk: str) -> Act:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: list[str]) -> QuerySet[Act]:
        return self.get_object_list().filter(pk__in=pks)


class ActChooseView(ActsMixin, ChooseView):
    pass


class ActChooseResultsView(ActsMixin, ChooseResultsView):
    pass


class ActChosenView(ChosenMixin, ChosenView):
    pass


class ActChosenMultipleView(ChosenMixin, ChosenMultipleView):
    pass


class ActChooserViewSet(ChooserViewSet):
    model = Act
    icon = "clipboard-list"
    choose_one_text = _("Choose an act")
    choose_another_text = _("Choose another act")
    choose_view_class = ActChooseView
    choose_results_view_class = ActChooseResultsView
    chosen_view_class = ActChosenView
    chosen_multiple_view_class = ActChosenMultipleView
