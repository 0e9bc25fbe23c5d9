from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from activity_report.urls import language_patterns as activity_report_patterns
from alerts import urls as alerts_urls
from cms_pages.api.content import content_api_urls
from cms_pages.api.v2 import wagtail_api_urls
from cms_pages.files import urls as file_urls
from cms_pages.open_data import urls as open_data_urls
from municipality.urls import language_patterns, site_patterns
from publications import urls as publication_urls
from second_factor.login_views import AdminLoginView, CodeView, PageLoginView

urlpatterns = [
    # Before Wagtail's log-ins of the same addresses, which ask for no code.
    path("admin/login/", AdminLoginView.as_view(), name="wagtailadmin_login"),
    path("admin/login/code/", CodeView.as_view(), name="second_factor_code"),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v2/", include(wagtail_api_urls())),
    path("api/content/", include(content_api_urls())),
    path("data/", include(open_data_urls)),
    path("documents/", include(file_urls.documents)),
    path("recordings/", include(file_urls.recordings)),
    path(settings.MEDIA_URL.lstrip("/"), include(file_urls.media)),
    *site_patterns,
    path("", include(publication_urls)),
    *i18n_patterns(
        *language_patterns,
        path("alerts/", include(alerts_urls)),
        *activity_report_patterns,
        path("_util/login/", PageLoginView.as_view(), name="wagtailcore_login"),
        path("", include(wagtail_urls)),
    ),
]
