"""Wagtail's API for the admin tells of the files of all municipalities; here, of the own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from cms_pages.admin.neighbours import own_files


class OwnFiles:
    request: Any

    def get_queryset(self) -> QuerySet[Any]:
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc] # of Wagtail's viewset, which comes after
        return own_files(files, self.request.user)


class Images(OwnFiles, ImagesAdminAPIViewSet):
    pass


class Documents(OwnFiles, DocumentsAdminAPIViewSet):
    pass


def construct_admin_api(router: WagtailAPIRouter) -> None:
    """For Wagtail's hook of that name."""
    router.register_endpoint("images", Images)
    router.register_endpoint("documents", Documents)
