"""Who gets a file: everybody what a live item uses, and editors what they may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry
from wagtailmedia import get_media_model

from cms_pages.files.private import in_private_collections
from cms_pages.publishing.models import PublishedFile, PublishedItem

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
    from wagtail.documents.models import AbstractDocument
    from wagtail.images.models import AbstractImage
    from wagtailmedia.models import AbstractMedia


def is_public_document(document_id: int) -> bool:
    """Whether a live item of the publication log uses the document."""
    return _is_used(document_id=document_id)


def is_public_image(image_id: int) -> bool:
    """Whether a live item uses the image, or a site's settings do (a coat of arms)."""
    return _is_used(image_id=image_id) or _is_in_settings(image_id)


def is_public_recording(recording_id: int) -> bool:
    """Whether a live item uses the recording, and its collection is not a private one."""
    # Also until the worker has got to what the log says.
    return _is_used(recording_id=recording_id) and not in_private_collections(get_media_model(), [recording_id])


def may_use(user: AbstractBaseUser | AnonymousUser, file: AbstractDocument | AbstractImage | AbstractMedia) -> bool:
    """Whether it is an editor's: of someone who can open the admin and put this file on a page, or change it."""
    policy: Any = policy_registry.get_by_type(type(file))
    return is_editor(user) and bool(policy.user_has_any_permission_for_instance(user, ["choose", "change"], file))


def is_editor(user: Any) -> bool:
    """Whether it is someone who can open the admin."""
    return bool(user.is_active and user.has_perm("wagtailadmin.access_admin"))


def _is_used(**file: int) -> bool:
    items = PublishedItem.objects.live().unexpired()
    return PublishedFile.objects.filter(item__in=items, **file).exists()


def _is_in_settings(image_id: int) -> bool:
    image_model = get_image_model()
    return any(
        model._default_manager.filter(**{field.name: image_id}).exists()
        for model in settings_registry
        for field in model._meta.concrete_fields
        if field.related_model is image_model
    )
