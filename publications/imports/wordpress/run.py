"""Takes a WordPress site over: its posts become news, its pages standard pages, with their files and old addresses."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page

from cms_pages.models import StandardPage
from publications.imports.pages import (
    Publishing,
    add_page,
    all_or_nothing,
    change_page,
    check_not_withdrawn,
    check_unchanged,
    digest_of,
    key_of,
    remember,
)
from publications.imports.places import in_language
from publications.imports.problems import Outcome, Problem, Result, problems_of
from publications.imports.wordpress.export import Item, read_address, read_items
from publications.imports.wordpress.media import Media
from publications.imports.wordpress.posts import KINDS, common_values, kind_of, post_values
from publications.imports.wordpress.redirects import redirect_documents, redirect_page
from publications.models import ImportedPage, NewsPage, NoticeKind, NoticePage

if TYPE_CHECKING:
    from publications.imports.pages import Kept

logger = logging.getLogger(__name__)

#: what WordPress keeps beside posts, and that nobody would look for here
TECHNICAL = {"nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "wp_global_styles"}
TECHNICAL |= {"wp_navigation", "wp_template", "wp_template_part", "wp_font_face", "wp_font_family", "wp_block"}
PUBLISHED = "publish"
DRAFTS = {"draft", "pending", "future", "private"}


@dataclass(frozen=True)
class Options:
    """``posts`` and ``pages`` are what they are put below; without one, those are left out.

    Posts that are notices are put below ``notices``, or where it is not given, below ``posts``.

    ``kinds`` are kinds of news and notices by the slugs of categories. ``language`` is that of items that name none.
    """

    files: Path
    collection: Collection
    posts: Page | None = None
    notices: Page | None = None
    pages: Page | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    language: str = "sq"
    drafts: bool = False
    dry_run: bool = False


class WordPressImport:
    """One run. ``total`` is how many posts and pages there are to look at."""

    def __init__(self, export: Path, options: Options) -> None:
        """Looks through the export once. Raises ExportError, or ValidationError where the folder is no folder."""
        self._export, self._options = export, options
        self._address = read_address(export)
        self._media = Media(options.files, self._address, options.collection)
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self._parents: dict[int, int] = {}
        self._here: dict[int, int] = {}
        self._others: Counter[str] = Counter()
        self._comments = self.total = 0
        for item in read_items(export):
            self._look_at(item)

    def _look_at(self, item: Item) -> None:
        self._comments += item.comments
        if item.type == "attachment":
            self._media.add(item)
        elif item.type in {"post", "page"}:
            self.total += 1
            if item.type == "page":
                self._parents[item.id] = item.parent
        elif item.type not in TECHNICAL:
            self._others[item.type] += 1

    def run(self) -> Iterator[Result]:
        """What becomes of each post and page, and then what was left out besides. Pages come after those above them."""
        deepest = max((self._depth(number) for number in self._parents), default=0)
        for depth in range(deepest + 1):
            for item in read_items(self._export):
                if (item.type == "page" and self._depth(item.id) == depth) or (item.type == "post" and depth == 0):
                    yield self._import(item)
        yield from self._left_out()
        if not self._options.dry_run:
            redirect_documents(self._media.documents(), self._options.posts or self._options.pages)

    def _depth(self, number: int) -> int:
        depth, seen = 0, {number}
        while (number := self._parents.get(number, 0)) in self._parents and number not in seen:
            seen.add(number)
            depth += 1
        return depth

    def _import(self, item: Item) -> Result:
        result = Result(str(item.id), item.title or item.link, Outcome.REFUSED)
        try:
            _check_status(item, self._options.drafts)
            parent = self._parent(item)
            result.outcome = self._write(item, parent, result.problems)
        except ValidationError as error:
            result.problems = problems_of(error)
        except Exception as error:  # whatever is wrong with one must not keep the others out
            logger.exception("%s of WordPress could not be imported.", item.id)
            result.problems = [Problem(_("It could not be written: %(error)s") % {"error": error})]
        return result

    def _parent(self, item: Item) -> Page:
        place = self._options.posts if item.type == "post" else self._options.pages
        if item.type == "post" and self._kind(item) in NoticeKind.values:
            place = self._options.notices or place
        if place is None:
            option = "--posts" if item.type == "post" else "--pages"
            raise ValidationError(_("Say with %(option)s where it belongs."), params={"option": option})
        if item.type == "page" and (above := self._here.get(item.parent)):
            return Page.objects.get(pk=above)
        return in_language(place, self._locale(item))

    def _kind(self, item: Item) -> str:
        return kind_of(item, {**KINDS, **self._options.kinds})

    def _locale(self, item: Item) -> Locale:
        """Polylang's or WPML's, else the first part of the address where it is a language's, else the import's."""
        first = item.link.partition("://")[2].partition("/")[2].partition("/")[0]
        for name in filter(None, (item.language, first)):
            for code, locale in self._locales.items():
                if name == code or code.startswith(f"{name}-"):
                    return locale
            if name == item.language:
                raise ValidationError(_("There is no language “%(name)s” here."), params={"name": name})
        return self._locales[self._options.language]

    def _write(self, item: Item, parent: Page, problems: list[Problem]) -> Outcome:
        source = f"{self._address}/?p={item.id}"
        imported = ImportedPage.objects.select_related("page").filter(source=source).first()
        left_out: list[str] = []
        with all_or_nothing(self._options.collection) as kept:
            values = self._values(item, source, None if self._options.dry_run else kept, left_out)
            problems += [Problem(message) for message in dict.fromkeys(left_out)]
            digest = digest_of([values, item.status, item.link])
            outcome = self._outcome(item, imported, digest)
            if outcome in {Outcome.CREATED, Outcome.UPDATED} and not self._options.dry_run:
                page = self._save(item, parent, values, imported)
                redirect_page(page, item, self._address)
                remember(page, source, digest)
                imported = ImportedPage(page=page)
        if imported is not None and item.type == "page":
            self._here[item.id] = imported.page.pk
        return outcome

    def _values(self, item: Item, source: str, kept: Kept | None, problems: list[str]) -> dict[str, Any]:
        if item.type == "page":
            return common_values(item, source, self._media, kept, problems)
        return post_values(item, self._kind(item), source, self._media, kept, problems)

    def _outcome(self, item: Item, imported: ImportedPage | None, digest: str) -> Outcome:
        if imported is None:
            return Outcome.CREATED
        if imported.digest == digest:
            return Outcome.UNCHANGED
        check_unchanged(imported)
        if _is_public(item):
            check_not_withdrawn(imported.page)
        if imported.page.live and not _is_public(item):
            raise ValidationError(
                _("It is not public on the old site any more, but still is here. Unpublish it by hand: “%(title)s”."),
                params={"title": imported.page.title},
            )
        return Outcome.UPDATED

    def _save(self, item: Item, parent: Page, values: dict[str, Any], imported: ImportedPage | None) -> Any:
        fields = {**values, "content": json.dumps(values["content"])}
        publishing = Publishing(item.published_at if _is_public(item) else None)
        if imported is not None:
            page = imported.page.specific
            change_page(page, fields, publishing)
            return page
        page = self._model(item)(**fields, slug=item.slug[:200])
        page.translation_key = self._translation_key(item, parent)
        add_page(parent, page, publishing)
        return page

    def _model(self, item: Item) -> Any:
        if item.type == "page":
            return StandardPage
        return NoticePage if self._kind(item) in NoticeKind.values else NewsPage

    def _translation_key(self, item: Item, parent: Page) -> Any:
        """The same for the translations of one post, of which each language has one."""
        own = key_of(f"{self._address}/?p={item.id}")
        shared = key_of(f"{self._address}/?p={item.duplicate_of}") if item.duplicate_of else own
        shared = key_of(f"{self._address} {item.group}") if item.group else shared
        taken = Page.objects.filter(translation_key=shared, locale_id=parent.locale_id).exists()
        return own if taken else shared

    def _left_out(self) -> Iterator[Result]:
        for attachment in self._media.unused():
            why = Problem(_("No page that was taken over shows it or links to it."))
            yield Result(str(attachment.id), attachment.url or attachment.title, Outcome.REFUSED, [why])
        for kind, count in sorted(self._others.items()):
            why = Problem(_("%(count)d of this kind: only posts and pages are taken over.") % {"count": count})
            yield Result("", kind, Outcome.REFUSED, [why])
        if self._comments:
            why = Problem(_("%(count)d comments: they are not taken over.") % {"count": self._comments})
            yield Result("", "comments", Outcome.REFUSED, [why])


def _is_public(item: Item) -> bool:
    return item.status == PUBLISHED and not item.has_password


def _check_status(item: Item, drafts: bool) -> None:
    if not item.title:
        raise ValidationError(_("It has no title."))
    if item.has_password and not drafts:
        raise ValidationError(_("It asked for a password. To have it as a draft, say --drafts."))
    if item.status == PUBLISHED:
        return
    if item.status not in DRAFTS:
        raise ValidationError(_("It was in the state “%(status)s”."), params={"status": item.status})
    if not drafts:
        raise ValidationError(
            _("It was not published (%(status)s). To have it as a draft, say --drafts."), params={"status": item.status}
        )
