"""Where files are served: include ``documents`` in place of Wagtail's URLs, ``recordings``, and ``media`` under
``MEDIA_URL``.
"""

from __future__ import annotations

from django.urls import path
from wagtail.documents.urls import urlpatterns as wagtail_documents

from cms_pages.files.serving import serve_document, serve_media, serve_recording

documents = [
    path("<int:document_id>/<path:document_filename>", serve_document, name="wagtaildocs_serve"),
    *(pattern for pattern in wagtail_documents if pattern.name != "wagtaildocs_serve"),
]
recordings = [path("<int:recording_id>/<str:filename>", serve_recording, name="cms_pages_recording")]
media = [path("<path:name>", serve_media, name="cms_pages_media")]
