from __future__ import annotations

from django.urls import URLPattern, path

from publications.tenders.admin import views

_STEPS = "tenders/<int:page_id>/steps"


def tender_urls() -> list[URLPattern]:
    return [
        path(f"{_STEPS}/add/", views.ChooseStepView.as_view(), name="publications_choose_step"),
        path(f"{_STEPS}/add/<slug:kind>/", views.AddStepView.as_view(), name="publications_add_step"),
        path(f"{_STEPS}/<int:number>/", views.ChangeStepView.as_view(), name="publications_change_step"),
        path(f"{_STEPS}/<int:number>/remove/", views.RemoveStepView.as_view(), name="publications_remove_step"),
    ]
