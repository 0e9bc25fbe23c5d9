"""What this package serves beside its pages. Mounted by the project, without a language in front."""

from __future__ import annotations

from django.urls import path

from publications.albums.views import album_cover, album_file, press_kit
from publications.eli import act, act_in_language
from publications.events.feed import feed

_ACT = "eli/<slug:body>/<slug:act_type>/<int:year>/<int:number>/"

urlpatterns = [
    path("albums/<str:item_id>/cover.jpg", album_cover, name="publications_album_cover"),
    path("albums/<str:item_id>/press-kit.zip", press_kit, name="publications_press_kit"),
    path("albums/<str:item_id>/<int:image_id>/<str:name>", album_file, name="publications_album_file"),
    path(_ACT, act, name="publications_eli"),
    path(f"{_ACT}<slug:language>/", act_in_language, name="publications_eli_language"),
    path("ical/<slug:language>/<slug:body>.ics", feed, name="publications_calendar"),
]
