"""Where the files are: include these under ``data/``. Their addresses never change."""

from __future__ import annotations

from django.urls import path

from cms_pages.open_data.views import download

urlpatterns = [path("<slug:type_name>.<slug:locale>.<slug:extension>", download, name="data-file")]
