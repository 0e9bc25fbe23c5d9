from __future__ import annotations

from django.urls import URLPattern, path

from publications.imports.admin import views


def import_urls() -> list[URLPattern]:
    return [
        path("import-acts/", views.ImportsView.as_view(), name="publications_imports"),
        path("import-acts/example.csv", views.ExampleView.as_view(), name="publications_import_example"),
        path("import-acts/<int:pk>/", views.ImportView.as_view(), name="publications_import"),
        path("import-acts/<int:pk>/progress/", views.ProgressView.as_view(), name="publications_import_progress"),
        path("import-acts/<int:pk>/confirm/", views.ConfirmView.as_view(), name="publications_import_confirm"),
        path("import-acts/<int:pk>/discard/", views.DiscardView.as_view(), name="publications_import_discard"),
        path("import-acts/<int:pk>/report.csv", views.ReportView.as_view(), name="publications_import_report"),
    ]
