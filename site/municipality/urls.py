"""What the site serves beside its pages."""

from __future__ import annotations

from django.urls import path

from municipality import feeds, sitemaps, theme, views
from municipality.open_data import views as open_data
from municipality.posters.views import published_poster

#: without a language in their addresses
site_patterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemaps.sitemap, name="sitemap-part"),
    path("posters/<str:item_id>.pdf", published_poster, name="poster"),
    path("data/", open_data.data, name="data"),
    path("data/catalog.<slug:extension>", open_data.data_catalogue, name="data-catalogue"),
    path("data/<slug:name>/", open_data.dataset, name="dataset"),
    path("theme-<slug:digest>.css", theme.theme, name="theme"),
]

#: below a language's prefix
language_patterns = [
    path("search/", views.search, name="search"),
    path("data/", open_data.open_data, name="open-data"),
    path("data/<slug:name>/", open_data.dataset_page, name="dataset-page"),
    path("feeds/<slug:name>.xml", feeds.feed, name="feed"),
]
