"""What the site serves beside its pages."""

from __future__ import annotations

from django.urls import path

from municipality import feeds, sitemaps, theme, views
from municipality.posters.views import published_poster

#: without a language in their addresses
site_patterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", sitemaps.sitemap, name="sitemap-part"),
    path("posters/<str:item_id>.pdf", published_poster, name="poster"),
    path("theme-<slug:digest>.css", theme.theme, name="theme"),
]

#: below a language's prefix
language_patterns = [
    path("search/", views.search, name="search"),
    path("feeds/<slug:name>.xml", feeds.feed, name="feed"),
]
