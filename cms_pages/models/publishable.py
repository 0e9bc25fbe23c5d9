"""The base of every page that leaves through the publication log."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from cms_pages import previews
from cms_pages.blocks.content import ContentBlock
from cms_pages.links import absolute_links
from cms_pages.models.deleted_references import as_saved, without_deleted
from cms_pages.models.place import keep_place
from cms_pages.models.plain_texts import clean_plain_texts
from cms_pages.originals import unpublished_original
from cms_pages.registry import reserved_slugs
from cms_pages.text import plain_text

if TYPE_CHECKING:
    from wagtail.documents.models import AbstractDocument

#: when a page comes and goes: a translation comes and goes with its original, and has no times of its own
TIMES = ("go_live_at", "expire_at")
#: what is to be published before it lacks a digit of its year
FIRST_YEAR = 1900
_NEVER_PUBLIC = _("It would be withdrawn before anybody can read it. Set a later time, or none.")


class PublishablePage(Page):
    """A page with a summary and content blocks; implements ``cms_pages.contracts.Publishable`` with defaults."""

    # Wagtail's own name for it would be the class's: a project has a HomePage or NewsPage of its own, and they clash.
    page_ptr = models.OneToOneField(
        Page, on_delete=models.CASCADE, parent_link=True, related_name="%(app_label)s_%(class)s"
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=1000,
        help_text=_("Two or three plain sentences: shown in lists, in search results and when the page is shared."),
    )
    content = StreamField(ContentBlock(), blank=True, verbose_name=_("content"))

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("content")]
    api_fields = [APIField("summary"), APIField("content")]
    #: facts: the same in every language, and never sent to a translator
    facts: tuple[str, ...] = ()
    #: child relations that belong to what the page is about, not to its text: translations have no rows of their own
    rows_of_original: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.override_translatable_fields = [
            *(SynchronizedField(name, overridable=False) for name in (*TIMES, *cls.facts)),
            *map(BaseTranslatableField, cls.rows_of_original),
        ]

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        try:
            return super().from_serializable_data(data, check_fks, strict_fks)
        except Exception:  # modelcluster has no narrower one
            if not check_fks:
                raise
        return super().from_serializable_data(without_deleted(cls, data), check_fks, strict_fks)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        # First: what was nothing but such characters is empty, and may be needed.
        clean_plain_texts(self)
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        # Wherever it is: it may be moved.
        if self.slug in reserved_slugs:
            raise ValidationError(
                {
                    "slug": _("The site itself uses “%(slug)s” in its addresses. Choose another one.")
                    % {"slug": self.slug}
                }
            )

        # Of the first years some moments have no time in UTC.
        if self.go_live_at is not None and self.go_live_at.year < FIRST_YEAR:
            raise ValidationError({"go_live_at": _("Check the year.")})
        # What is otherwise wrong with its times, Wagtail's form says.
        if self.go_live_at is not None and self.expire_at == self.go_live_at:
            raise ValidationError({"expire_at": _NEVER_PUBLIC})
        if self.live and unpublished_original(self) is not None:
            raise ValidationError(_("A translation cannot be published before its original is."))

    def save(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            if kwargs.get("update_fields") is None:
                keep_place(self)
            result = super().save(*args, **kwargs)
        self.forget()
        return result

    def forget(self) -> None:
        """Have its cached properties read anew: its rows were changed, or what it refers to."""
        for name in list(vars(self)):
            # Wagtail's own are Django's, and not of what is saved.
            if isinstance(getattr(type(self), name, None), cached_property):
                delattr(self, name)

    def check_publishing(self) -> None:
        """Raise ValidationError where a person must not publish it as it is now, although it is whole.

        Asked where no form is: for several pages at once, and where the last one approves. Imports do not ask.
        """
        if self.is_over():
            raise ValidationError({"expire_at": _NEVER_PUBLIC})

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's, but nothing that was withdrawn comes back in another language.

        At the time for which a translation was scheduled it waits, and goes live when its original does. Otherwise
        raises PermissionDenied, which Wagtail's admin answers, where the last task of a workflow was approved.
        """
        if unpublished_original(self) is None:
            super().publish(revision, user, *args, **kwargs)
        elif revision.approved_go_live_at is None:
            raise PermissionDenied

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's, but a page whose time is over is not found, although nobody has unpublished it yet."""
        if not path_components and self.is_over():
            raise Http404
        return super().route(request, path_components)

    def is_over(self) -> bool:
        """Whether its time on the site is over; a worker unpublishes it somewhat later."""
        return self.expire_at is not None and self.expire_at <= timezone.now()

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return previews.MODES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        as_saved(self)
        page: TemplateResponse = super().serve_preview(request, mode_name)
        return previews.shared(request, page) if mode_name == previews.SHARED else page

    @classmethod
    def read_for_items(cls, pages: Sequence[Self]) -> None:
        """Read for many pages of this type at once what their items say, so that they ask for nothing one by one."""

    def item_kind(self) -> str:
        return ""

    def item_state(self) -> str:
        return ""

    def item_changes_at(self) -> datetime.datetime | None:
        return None

    def item_withdrawal(self) -> dict[str, Any] | None:
        """What stays public of a page that was withdrawn: the shape of ``cms_pages.api.schemas.Withdrawal``."""
        return None

    def item_earlier_documents(self) -> set[int]:
        """Documents that it was published with before, and that stay public with it."""
        return set()

    def item_body(self) -> tuple[str, str]:
        return "", ""

    def item_date(self) -> datetime.date:
        """The day on which the first of its versions was published: the same in all languages, as all facts are."""
        versions = self.get_translations(inclusive=True).aggregate(first=models.Min("first_published_at"))
        published_at = versions["first"] or self.latest_revision_created_at
        # A page that code made live, without a revision, has no date; today's would be another one tomorrow.
        return timezone.localdate(published_at) if published_at else datetime.date(1970, 1, 1)

    def item_place(self) -> str:
        return ""

    def item_licence(self) -> str:
        return ""

    def item_identifier(self) -> str:
        return ""

    def item_summary(self) -> str:
        return self.summary

    def item_fields(self) -> dict[str, Any]:
        return {"content": absolute_links(render_content(self), self.full_url or "")}

    def item_text(self) -> str:
        return plain_text(render_content(self))

    def item_documents(self) -> Iterable[AbstractDocument]:
        return documents_in(self.content)


def documents_in(stream: StreamValue) -> Iterator[AbstractDocument]:
    """The documents that the blocks of a stream list."""
    for block in stream:
        if block.block_type == "document_list":
            yield from filter(None, block.value["documents"])


def render_content(page: PublishablePage) -> str:
    """The content blocks as HTML, as the site shows them."""
    return str(page.content.render_as_block()) if page.content else ""
