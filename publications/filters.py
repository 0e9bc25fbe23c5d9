"""By what editors narrow the lists of each type in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, TextChoices
from django.forms import CheckboxSelectMultiple, RadioSelect, Select
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.models import Locale

from cms_pages.admin import languages
from cms_pages.admin.states import STATES, in_state
from cms_pages.models import Body
from cms_pages.registry import publication_type_of
from publications.models import (
    AlbumPage,
    DecisionKind,
    DecisionPage,
    DocumentKind,
    DocumentPage,
    EventKind,
    EventPage,
    MinutesPage,
    NewsKind,
    NewsPage,
    NoticeKind,
    NoticePage,
    RecordingKind,
    RecordingPage,
    RegulationPage,
)
from publications.selectors import authors, editors, years


class BodyFilter(ModelChoiceFilter):
    """Pages name a body in the language they were written in; a translation of it is the same body."""

    def filter(self, qs: QuerySet[Any], value: Body | None) -> QuerySet[Any]:
        return qs.filter(body__translation_key=value.translation_key) if value else qs


class StateFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return in_state(qs, value) if value else qs


class LanguagesFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return languages.in_language(qs, value) if value else qs


class PublicationFilterSet(WagtailFilterSet):
    """What lists of all types are narrowed by; Wagtail adds the language."""

    year = ChoiceFilter(label=_("Year"), field_name="date__year", empty_label=_("All"), widget=Select)
    state = StateFilter(label=_("Status"), choices=STATES, empty_label=_("All"), widget=RadioSelect)
    #: what time and other pages made of what is published; only of types that have such states
    item_state = ChoiceFilter(label=_("State"), empty_label=_("All"), widget=RadioSelect)
    translations = LanguagesFilter(label=_("Translations"), empty_label=_("All"), widget=Select)
    changed = DateFromToRangeFilter(
        label=_("Changed"), field_name="latest_revision_created_at", widget=DateRangePickerWidget
    )
    changed_by = MultipleUserFilter(
        label=_("Changed by"),
        field_name="latest_revision__user",
        queryset=lambda request: editors(),
        widget=CheckboxSelectMultiple,
    )
    owner = MultipleUserFilter(label=_("Author"), queryset=lambda request: authors(), widget=CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = publication_type_of(self._meta.model)
        if known is not None and known.states:
            self.filters["item_state"].extra["choices"] = known.states
        else:
            del self.filters["item_state"]
        self.filters["translations"].extra["choices"] = languages.choices()
        by_year = self.filters["year"]
        column = by_year.field_name.removesuffix("__year")
        by_year.extra["choices"] = [(year, str(year)) for year in years(self._meta.model, column)]


def _bodies(request: Any) -> QuerySet[Body]:
    return Body.objects.all().to_choose(Locale.get_active().pk)


def body_filter() -> BodyFilter:
    return BodyFilter(label=_("Body"), queryset=_bodies, empty_label=_("All"), widget=Select)


def kind_filter(kinds: type[TextChoices], field_name: str = "kind", label: Any = None) -> ChoiceFilter:
    return ChoiceFilter(
        label=label or _("Kind"),
        field_name=field_name,
        choices=kinds.choices,
        empty_label=_("All"),
        widget=RadioSelect,
    )


class DecisionFilterSet(PublicationFilterSet):
    body = body_filter()
    kind = kind_filter(DecisionKind)

    class Meta:
        model = DecisionPage
        fields: list[str] = []


class RegulationFilterSet(PublicationFilterSet):
    body = body_filter()

    class Meta:
        model = RegulationPage
        fields: list[str] = []


class MinutesFilterSet(PublicationFilterSet):
    body = body_filter()

    class Meta:
        model = MinutesPage
        fields: list[str] = []


class NewsFilterSet(PublicationFilterSet):
    kind = kind_filter(NewsKind)

    class Meta:
        model = NewsPage
        fields: list[str] = []


class AlbumFilterSet(PublicationFilterSet):
    body = body_filter()

    class Meta:
        model = AlbumPage
        fields: list[str] = []


class RecordingFilterSet(PublicationFilterSet):
    body = body_filter()
    kind = kind_filter(RecordingKind, "recording__type")

    class Meta:
        model = RecordingPage
        fields: list[str] = []


class NoticeFilterSet(PublicationFilterSet):
    body = body_filter()
    kind = kind_filter(NoticeKind)

    class Meta:
        model = NoticePage
        fields: list[str] = []


class DocumentFilterSet(PublicationFilterSet):
    body = body_filter()
    kind = kind_filter(DocumentKind)

    class Meta:
        model = DocumentPage
        fields: list[str] = []


class EventFilterSet(PublicationFilterSet):
    year = ChoiceFilter(label=_("Year"), field_name="starts_at__year", empty_label=_("All"), widget=Select)
    body = body_filter()
    kind = kind_filter(EventKind)

    class Meta:
        model = EventPage
        fields: list[str] = []
