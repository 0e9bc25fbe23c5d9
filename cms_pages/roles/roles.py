"""The posts of an office of public communication, and what each may do in the admin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACCESS = ("wagtailadmin.access_admin",)
TRANSLATE = ("wagtail_localize.submit_translation",)
KEEP_REGISTERS = tuple(f"cms_pages.{action}_{row}" for row in ("body", "signer") for action in ("add", "change"))
CLEAR_REGISTERS = ("cms_pages.delete_body", "cms_pages.delete_signer")
REDIRECTS = tuple(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete"))
LOCALES = ("wagtailcore.add_locale", "wagtailcore.change_locale")
# No deleting: who wrote what is to stay known; somebody who left is made inactive.
USERS = ("auth.add_user", "auth.change_user")

WRITE_DOCUMENTS = tuple(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose"))
WRITE_IMAGES = tuple(f"wagtailimages.{action}_image" for action in ("add", "change", "choose"))
WRITE_RECORDINGS = tuple(f"wagtailmedia.{action}_media" for action in ("add", "change"))
DELETE_FILES = ("wagtaildocs.delete_document", "wagtailimages.delete_image")
COLLECTIONS = ("wagtailcore.add_collection", "wagtailcore.change_collection")


@dataclass(frozen=True)
class Role:
    """A post. Permissions are ``app.codename``; one of an app that is not installed is passed over.

    ``pages`` are for all pages of the municipality, in every language; ``files`` for its collection. ``everywhere`` are
    Django's, which know no municipality; ``alone`` those of them that are given only where one municipality has the
    installation for itself.
    """

    name: str
    label: _StrPromise
    pages: tuple[str, ...]
    files: tuple[str, ...]
    everywhere: tuple[str, ...]
    alone: tuple[str, ...] = ()
    #: approves what others submit
    approves: bool = False


ROLES = (
    Role(
        "director",
        _("Director of the office"),
        # The only one who publishes without a second person: an office of one could not publish otherwise.
        pages=("add", "change", "publish", "lock", "unlock"),
        files=(*WRITE_DOCUMENTS, *WRITE_IMAGES, *WRITE_RECORDINGS, *DELETE_FILES),
        everywhere=(*ACCESS, *TRANSLATE, *KEEP_REGISTERS, *CLEAR_REGISTERS),
        approves=True,
    ),
    Role(
        "coordinator",
        _("Coordinator"),
        pages=("add", "change", "lock"),
        files=(*WRITE_DOCUMENTS, *WRITE_IMAGES, *WRITE_RECORDINGS),
        everywhere=(*ACCESS, *TRANSLATE, *KEEP_REGISTERS, *CLEAR_REGISTERS),
        approves=True,
    ),
    Role(
        "press_officer",
        _("Press officer"),
        pages=("add", "change"),
        files=(*WRITE_DOCUMENTS, *WRITE_IMAGES, *WRITE_RECORDINGS),
        everywhere=(*ACCESS, *TRANSLATE),
    ),
    Role(
        "access_officer",
        _("Access-to-documents officer"),
        pages=("add", "change"),
        files=(*WRITE_DOCUMENTS, "wagtailimages.choose_image"),
        everywhere=(*ACCESS, *TRANSLATE, *KEEP_REGISTERS),
    ),
    Role(
        "media_officer",
        _("Media and accreditation officer"),
        # Only what they made themselves.
        pages=("add",),
        files=("wagtaildocs.add_document", "wagtaildocs.choose_document", *WRITE_IMAGES, *WRITE_RECORDINGS),
        everywhere=(*ACCESS, *TRANSLATE),
    ),
    Role(
        "webmaster",
        _("Webmaster"),
        pages=("add", "change", "lock", "unlock"),
        files=(*WRITE_DOCUMENTS, *WRITE_IMAGES, *WRITE_RECORDINGS, *DELETE_FILES, *COLLECTIONS),
        everywhere=ACCESS,
        alone=(*REDIRECTS, *LOCALES, *USERS),
    ),
)
