from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from cms_pages.api.http import log_etag, may_compress, not_modified, public_api
from cms_pages.api.log import Selection, log_for
from cms_pages.api.problems import not_found
from cms_pages.open_data.columns import columns_of
from cms_pages.open_data.datasets import FORMATS, data_file
from cms_pages.open_data.streams import csv_lines, gzipped, json_lines, payloads
from cms_pages.registry import publication_types


@public_api
def download(request: HttpRequest, type_name: str, locale: str, extension: str) -> HttpResponseBase:
    """All live items of a type in one language. Its ETag changes with the publication log, so that asking is cheap."""
    log = log_for(request)
    file, known = data_file(type_name, locale, extension), publication_types.get(type_name)
    if file is None or known is None:
        raise not_found()
    etag = log_etag(log)
    if unchanged := not_modified(request, etag):
        return unchanged
    selection = Selection.of(log.site_id, {"type": [type_name], "locale": [locale]}, None, None)
    if extension == "csv":
        columns = columns_of(known.schema)
        names = [column.name for column in columns]
        parts = csv_lines(payloads(selection), names, lambda item: [column.cell(item) for column in columns])
    else:
        parts = json_lines(payloads(selection))
    is_compressed = may_compress(request)
    response: HttpResponseBase
    response = StreamingHttpResponse(gzipped(parts) if is_compressed else parts, content_type=FORMATS[extension])
    response["ETag"] = etag
    response["Content-Disposition"] = f'attachment; filename="{type_name}.{locale}.{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    if is_compressed:
        response["Content-Encoding"] = "gzip"
    return response
