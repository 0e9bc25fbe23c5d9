"""What this package serves beside its pages. Mounted by the project, without a language in front."""

from __future__ import annotations

from django.urls import path

from publications.eli import act, act_in_language
from publications.events.feed import feed

_ACT = "eli/<slug:body>/<slug:act_type>/<int:year>/<int:number>/"

urlpatterns = [
    path(_ACT, act, name="publications_eli"),
    path(f"{_ACT}<slug:language>/", act_in_language, name="publications_eli_language"),
    path("ical/<slug:language>/<slug:body>.ics", feed, name="publications_calendar"),
]
