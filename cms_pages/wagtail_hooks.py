from __future__ import annotations

from wagtail import hooks

from cms_pages.files.serving import hide_document

# Before Wagtail's own, which asks for the password of a private collection.
hooks.register("before_serve_document", hide_document, order=-1000)
