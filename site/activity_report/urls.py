"""Where published reports are, below a language's prefix."""

from __future__ import annotations

from django.urls import path, register_converter

from activity_report import views
from activity_report.formats import DOWNLOADS


class YearConverter:
    """A year of four digits."""

    regex = "[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class DownloadConverter:
    """The end of a file's name."""

    regex = "|".join(DOWNLOADS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(YearConverter, "report_year")
register_converter(DownloadConverter, "report_format")

language_patterns = [
    path("activity-report/", views.reports, name="activity-reports"),
    path("activity-report/<report_year:year>/", views.report_page, name="activity-report"),
    path("activity-report/<report_year:year>/publications/", views.publications, name="activity-report-list"),
    path("activity-report/<report_year:year>.<report_format:extension>", views.download, name="activity-report-file"),
]
