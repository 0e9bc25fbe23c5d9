"""The number that is suggested for a new act, asked for by the editor's form when another body or year is chosen."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponseForbidden, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms_pages.models import Body
from publications.models import ActPage, DecisionPage, RegulationPage
from publications.selectors import next_number

TYPES: dict[str, type[ActPage]] = {model.act_type: model for model in (DecisionPage, RegulationPage)}


class SuggestionForm(forms.Form):
    """What is asked, as the editor's form has it; ``near`` is the page below which the act will be."""

    type = forms.ChoiceField(choices=[(name, name) for name in TYPES])
    near = forms.ModelChoiceField(Page.objects.all())
    body = forms.ModelChoiceField(Body.objects.all())
    date = forms.DateField()


@require_safe
def suggest(request: HttpRequest) -> HttpResponseBase:
    """``{"number": "…"}``, empty where there is nothing to go by. 400 where body or date are not there (yet)."""
    form, user = SuggestionForm(request.GET), cast("Any", request.user)
    if not form.is_valid():
        return JsonResponse({}, status=400)
    asked = form.cleaned_data
    if not asked["near"].permissions_for_user(user).can_add_subpage():
        return HttpResponseForbidden()
    return JsonResponse(
        {"number": next_number(TYPES[asked["type"]], asked["body"], asked["date"].year, near=asked["near"])}
    )


def number_urls() -> list[URLPattern]:
    return [path("next-number/", suggest, name="publications_next_number")]
