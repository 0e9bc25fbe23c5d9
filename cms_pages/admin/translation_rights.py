"""Views of wagtail-localize that ask only whether somebody may translate at all, or edit: here they ask for more.

Else who may translate would publish alone, and change what another municipality of the installation has.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views import convert
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView
from wagtail_localize.wagtail_hooks import ConvertToAliasPageActionMenuItem

PUBLISH = "publish_translations"


class ReportView(TranslationsReportView):
    """Of the pages that somebody may see in the admin, and of the registers, which all offices share."""

    request: HttpRequest

    def get_queryset(self) -> QuerySet[Translation]:
        translations: QuerySet[Translation] = super().get_queryset()
        seen = PagePermissionPolicy().explorable_instances(self.request.user)
        own = Q(source__object_id__in=seen.values("translation_key"))
        is_page = Q(source__object_id__in=Page.objects.values("translation_key"))
        return translations.filter(own | ~is_page).order_by("-source__last_updated_at", "pk")


class SubmitView(SubmitPageTranslationView):
    """For the pages of which somebody may change or write some."""

    def get_object(self) -> Page:
        page: Page = super().get_object()
        if not PagePermissionPolicy().user_has_any_permission_for_instance(self.request.user, ["add", "change"], page):
            raise PermissionDenied
        return page


class UpdateView(UpdateTranslationsView):
    """For who may change the original; to publish at once is offered to who may publish all of its translations."""

    object: TranslationSource
    request: HttpRequest

    def get_object(self) -> TranslationSource:
        source: TranslationSource = super().get_object()
        try:
            original = source.get_source_instance()
        except ObjectDoesNotExist:
            raise Http404 from None
        if not _may_change(self.request.user, original):
            raise PermissionDenied
        return source

    def get_form(self) -> UpdateTranslationsForm:
        form: UpdateTranslationsForm = super().get_form()
        if not self._may_publish():
            del form.fields[PUBLISH]
        return form

    def form_valid(self, form: UpdateTranslationsForm) -> HttpResponse:
        form.cleaned_data.setdefault(PUBLISH, False)
        answer: HttpResponse = super().form_valid(form)
        return answer

    def _may_publish(self) -> bool:
        translations = self.object.translations.filter(enabled=True).select_related("target_locale")
        return all(_may_publish(self.request.user, _written_to(translation)) for translation in translations)


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """A copy is published at once where its original is, and is in no list: that is publishing, and unpublishing."""
    if not _may_publish(request.user, get_object_or_404(Page, pk=page_id)):
        raise PermissionDenied
    answer: HttpResponse = convert.convert_to_alias(request, page_id)
    return answer


def offer_only_what_is_allowed(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """For Wagtail's hook ``construct_page_action_menu``."""
    page = context.get("page")
    if page is not None and not _may_publish(request.user, page):
        items[:] = [item for item in items if not isinstance(item, ConvertToAliasPageActionMenuItem)]


def _written_to(translation: Translation) -> Any:
    """What a translation is written to; its original where that is not there yet."""
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return translation.source.get_source_instance()


def _may_change(user: Any, instance: Any) -> bool:
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{instance._meta.app_label}.change_{instance._meta.model_name}"))


def _may_publish(user: Any, instance: Any) -> bool:
    """What is no page, as a row of a register, has no draft."""
    if isinstance(instance, Page):
        return bool(instance.permissions_for_user(user).can_publish())
    return _may_change(user, instance)
