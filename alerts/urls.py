"""The pages for subscribers: to be included below ``alerts/``, on a site of several languages below each of them."""

from __future__ import annotations

from django.urls import path

from alerts import feeds, views

urlpatterns = [
    path("", views.subscribe, name="alerts_subscribe"),
    path("asked/", views.asked, name="alerts_asked"),
    path("link/", views.link, name="alerts_link"),
    path("confirm/<str:token>/", views.confirm, name="alerts_confirm"),
    path("settings/<str:token>/", views.settings_page, name="alerts_settings"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="alerts_unsubscribe"),
    path("feed/<uuid:key>.xml", feeds.personal_feed, name="alerts_feed"),
]
