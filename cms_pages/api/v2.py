"""``/api/v2/``: Wagtail's own API, for clients that know it. What is in it is what the publication log has.

A serializer among a content type's ``api_fields`` can have a method ``prefetch`` that says what it needs read in bulk,
so that a list costs the same number of queries for 20 rows as for two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.urls import URLPattern, URLResolver, re_path
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.filters import SearchFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import TagsField
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.blocks import StreamValue
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.fields import StreamField
from wagtail.images.api.v2.serializers import ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms_pages.api.http import nothing_here, public_api, site_of
from cms_pages.publishing.models import PublishedFile, PublishedItem

OFFSET_MAX = 1_000_000
WORDS_MAX = 20


class Pagination(WagtailPagination):
    """Wagtail's, which lets an offset through that no database takes."""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        offset = request.GET.get("offset", "")
        if offset.isdecimal() and int(offset[:8]) > OFFSET_MAX:
            raise BadRequestError(f"offset cannot be higher than {OFFSET_MAX}")
        return super().paginate_queryset(queryset, request, view)


class WordSearchFilter(SearchFilter):
    """Wagtail's, for words only: what else is typed reaches the parser of the database's search, which fails on it."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        if request.GET.get("search_operator", "or") not in ("and", "or"):
            raise BadRequestError("search_operator must be 'and' or 'or'")
        if "search" in request.GET:
            words = re.findall(r"\w{1,50}", request.GET["search"])[:WORDS_MAX]
            if not words:
                return queryset.none()
            request._request.GET = request.GET.copy()
            request._request.GET["search"] = " ".join(words)
        return super().filter_queryset(request, queryset, view)


def _search_by_words(filters: Sequence[type]) -> list[type]:
    return [WordSearchFilter if one is SearchFilter else one for one in filters]


class PublicMixin:
    """The same for everybody: no credentials are looked at, so nobody sees more than the public."""

    authentication_classes: tuple[type, ...] = ()
    permission_classes: tuple[type, ...] = ()
    renderer_classes = (JSONRenderer,)
    pagination_class = Pagination
    request: Any

    def check_query_parameters(self, queryset: Any) -> None:
        checked: Any = super()
        checked.check_query_parameters(queryset)
        self._refuse_nul()

    def find_object(self, queryset: Any, request: Any) -> Any:
        self._refuse_nul()
        if not re.fullmatch(r"\d{1,20}", request.GET.get("id", "0")):
            raise BadRequestError("id must be a number")
        finds: Any = super()
        return finds.find_object(queryset, request)

    def _refuse_nul(self) -> None:
        for name, values in self.request.GET.lists():
            if name != "search" and any("\x00" in value for value in values):
                raise BadRequestError(f"{name} must not have the character NUL")


class PublicPages(PublicMixin, PagesAPIViewSet):
    filter_backends = _search_by_words(PagesAPIViewSet.filter_backends)
    # Which site it is follows from the host.
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {"site"}

    def get_base_queryset(self) -> QuerySet[Page]:
        items = PublishedItem.objects.live().on_site(site_of(self.request))
        pages: QuerySet[Page] = Page.objects.live().filter(pk__in=items.values("page_id"))
        return pages

    def get_queryset(self) -> QuerySet[Page]:
        pages: QuerySet[Page] = super().get_queryset().select_related("locale").order_by("pk")
        return pages.prefetch_related(*_prefetches(pages.model)) if self._wants_fields() else pages

    def paginate_queryset(self, queryset: Any) -> list[Page]:
        pages = list(super().paginate_queryset(queryset))
        if self._wants_fields():
            load_streams(pages)
        return pages

    def _wants_fields(self) -> bool:
        return "fields" in self.request.GET


def _prefetches(model: type[Model]) -> Iterator[str | Prefetch[Any]]:
    for field in getattr(model, "api_fields", ()):
        if hasattr(field.serializer, "prefetch"):
            yield from field.serializer.prefetch()


def load_streams(pages: Sequence[Page]) -> None:
    """Read what the stream fields of pages of one type refer to, for all pages at once.

    Wagtail does that for one page at a time: so the blocks of all are put into one stream, read, and dealt out again.
    """
    if not pages:
        return
    for field in pages[0]._meta.get_fields():
        if isinstance(field, StreamField):
            streams = [getattr(page, field.name) for page in pages]
            raw = [child for stream in streams for child in stream.raw_data]
            children = iter(StreamValue(field.stream_block, raw, is_lazy=True))
            for page, stream in zip(pages, streams, strict=True):
                own = list(islice(children, len(stream)))
                setattr(page, field.name, StreamValue(field.stream_block, own))


class LoadedTagsField(TagsField):
    """The names of tags that were prefetched; Wagtail's own field asks the database for each row."""

    def to_representation(self, value: Any) -> list[str]:
        return sorted(tag.name for tag in value.all())


class PublicFilesMixin(PublicMixin):
    """Documents or images that a live item of the site uses. ``log_column`` is where the log names them."""

    log_column: str
    model: type[Model]

    def get_queryset(self) -> QuerySet[Any]:
        items = PublishedItem.objects.live().on_site(site_of(self.request))
        used = PublishedFile.objects.filter(item__in=items)
        ids = used.exclude(**{self.log_column: None}).values(self.log_column)
        return self.model._default_manager.filter(pk__in=ids).prefetch_related("tags").order_by("pk")


class PublicDocumentSerializer(DocumentSerializer):
    tags = LoadedTagsField(read_only=True)


class PublicDocuments(PublicFilesMixin, DocumentsAPIViewSet):
    base_serializer_class = PublicDocumentSerializer
    filter_backends = _search_by_words(DocumentsAPIViewSet.filter_backends)
    log_column = "document_id"


class PublicImageSerializer(ImageSerializer):
    tags = LoadedTagsField(read_only=True)


class PublicImages(PublicFilesMixin, ImagesAPIViewSet):
    base_serializer_class = PublicImageSerializer
    filter_backends = _search_by_words(ImagesAPIViewSet.filter_backends)
    log_column = "image_id"


def wagtail_api_urls() -> tuple[list[URLPattern | URLResolver], str]:
    """The patterns to ``include()`` under ``api/v2/``."""
    router = WagtailAPIRouter("wagtailapi")
    endpoints: dict[str, type[BaseAPIViewSet]] = {
        "pages": PublicPages,
        "documents": PublicDocuments,
        "images": PublicImages,
    }
    for name, endpoint in endpoints.items():
        router.register_endpoint(name, endpoint)
    patterns, _app_name, namespace = router.urls
    patterns.append(re_path(r"^(?:[\s\S]*/)?$", nothing_here))
    decorate_urlpatterns(patterns, public_api)
    return patterns, namespace
