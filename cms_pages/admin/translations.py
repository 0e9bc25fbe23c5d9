"""The report "Translations to make": what is missing in which language, since when, and who has it."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale, Page

from cms_pages.admin.neighbours import others_pages
from cms_pages.admin.untranslated import Missing, all_of, editable_pages
from cms_pages.models import SectionIndexPage
from cms_pages.models.assignment import TranslationAssignment
from cms_pages.registry import publication_types

TRANSLATE = "wagtail_localize.submit_translation"
PER_PAGE = 50
NOBODY = "nobody"
FIELDS = ("pk", "draft_title", "content_type_id", "since", "what", "target", "assigned")


def may_translate(user: Any) -> bool:
    return bool(user.has_perm(TRANSLATE))


def translators() -> QuerySet[Any]:
    """Those to whom a translation can be given."""
    app, codename = TRANSLATE.split(".")
    may = {"content_type__app_label": app, "codename": codename}
    by_group = Q(**{f"groups__permissions__{name}": value for name, value in may.items()})
    own = Q(**{f"user_permissions__{name}": value for name, value in may.items()})
    users: Any = get_user_model()._default_manager.filter(is_active=True)
    return users.filter(by_group | own | Q(is_superuser=True)).distinct().order_by("last_name", "first_name", "pk")  # type: ignore[no-any-return]


def name_of(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())


class FilterForm(forms.Form):
    """What is narrowed by; a wrong value narrows nothing."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    what = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    type = forms.ChoiceField(label=gettext_lazy("Type"), required=False)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)

    def __init__(self, *args: Any, user: Any, people: dict[int, str], locales: dict[int, Locale], **kwargs: Any):
        super().__init__(*args, **kwargs)
        types = [(known.name, known.label_plural) for known in publication_types]
        sections = (
            SectionIndexPage.objects.filter(alias_of=None, locale=Locale.get_default())
            .exclude(pk__in=others_pages(user).values("pk"))
            .order_by("path")
        )
        choices = {
            "language": [(locale.language_code, locale.get_display_name()) for locale in locales.values()],
            "what": Missing.choices,
            "type": types,
            "section": [(str(pk), title) for pk, title in sections.values_list("pk", "draft_title")],
            "person": [(NOBODY, _("Nobody")), *((str(pk), name) for pk, name in people.items())],
        }
        for name, values in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *values]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def to_make(user: AbstractUser, locales: list[Locale], chosen: dict[str, str]) -> QuerySet[Any]:
    """Rows of ``FIELDS``, the oldest first."""
    parts = []
    for locale in locales:
        if chosen.get("language", locale.language_code) == locale.language_code:
            parts += [_narrowed(pages, chosen).order_by().values(*FIELDS) for pages in all_of(user, locale)]
    rows: Any = parts[0].union(*parts[1:], all=True) if parts else Page.objects.none().values("pk")
    return rows.order_by("since", "pk", "target") if parts else rows  # type: ignore[no-any-return]


def _narrowed(pages: QuerySet[Any], chosen: dict[str, str]) -> QuerySet[Any]:
    if what := chosen.get("what"):
        pages = pages.filter(what=what)
    if known := publication_types.get(chosen.get("type", "")):
        pages = pages.filter(content_type=ContentType.objects.get_for_model(known.model))
    if section := chosen.get("section"):
        pages = pages.filter(_below(int(section)))
    if person := chosen.get("person"):
        pages = pages.filter(assigned=None) if person == NOBODY else pages.filter(assigned=int(person))
    return pages


def _below(section: int) -> Q:
    page = Page.objects.filter(pk=section).first()
    paths = page.get_translations(inclusive=True).values_list("path", flat=True) if page else []
    return reduce(or_, (Q(path__startswith=path) for path in paths), Q(pk=None))


class TranslationsToMakeView(WagtailAdminTemplateMixin, TemplateView):
    """For those who translate: only what they may edit."""

    template_name = "cms_pages/admin/translations.html"
    page_title = gettext_lazy("Translations to make")
    header_icon = "wagtail-localize-language"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_translate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        people = {person.pk: name_of(person) for person in translators()}
        locales = {locale.pk: locale for locale in Locale.objects.all()}
        form = FilterForm(self.request.GET, user=user, people=people, locales=locales)
        chosen = form.chosen()
        page = Paginator(to_make(user, list(locales.values()), chosen), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            form=form,
            chosen=chosen,
            rows=[_shown(row, locales) for row in page.object_list],
            page_obj=page,
            people=people,
            here=self.request.get_full_path(),
            **kwargs,
        )


def _shown(row: dict[str, Any], locales: dict[int, Locale]) -> dict[str, Any]:
    edit = "wagtail_localize:submit_page_translation" if row["what"] == Missing.NEVER else "wagtailadmin_pages:edit"
    model: Any = ContentType.objects.get_for_id(row["content_type_id"]).model_class()
    return {
        **row,
        "url": reverse(edit, args=[row["pk"]]),
        "type": model.get_verbose_name() if model else "",
        "language": locales[row["target"]].get_display_name(),
        "label": Missing(row["what"]).label,
    }


class AssignTranslationView(View):
    """A POST gives the translation of ``page`` into ``locale`` to ``user``, or, where that is empty, to nobody."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not may_translate(user):
            raise PermissionDenied
        page = get_object_or_404(editable_pages(user), pk=_number(request, "page"))
        locale = get_object_or_404(Locale, pk=_number(request, "locale"))
        assignment = {"translation_key": page.translation_key, "locale": locale}
        title = page.get_admin_display_title()
        if not request.POST.get("user"):
            TranslationAssignment.objects.filter(**assignment).delete()
            messages.success(request, _("Nobody has the translation of “%(title)s” now.") % {"title": title})
        else:
            person = get_object_or_404(translators(), pk=_number(request, "user"))
            said = {"title": title, "person": name_of(person)}
            if editable_pages(person).filter(pk=page.pk).exists():
                TranslationAssignment.objects.update_or_create(**assignment, defaults={"user": person})
                messages.success(request, _("%(person)s has the translation of “%(title)s” now.") % said)
            else:
                messages.error(request, _("%(person)s may not edit “%(title)s”. Choose somebody who may.") % said)
        return redirect(get_valid_next_url_from_request(request) or "cms_pages_translations")


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
