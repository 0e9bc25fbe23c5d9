"""``manage.py import_wordpress``: take over an existing WordPress site from its export and its uploads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms_pages.models import StandardPage
from publications.imports.command import ImportCommand
from publications.imports.places import collection_named, page_at
from publications.imports.problems import Result
from publications.imports.wordpress.export import ExportError
from publications.imports.wordpress.run import Options, WordPressImport
from publications.models import NewsKind, NewsPage, NoticeKind, NoticePage

KINDS = [*NewsKind.values, *NoticeKind.values]


class Command(ImportCommand):
    help = (
        "Takes over the posts and pages of a WordPress site, their files and addresses. Run again, only what changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--notices", metavar="ADDRESS", help="The section for notices; that of posts unless given.")
        parser.add_argument("--posts", metavar="ADDRESS", help="The section for posts, for example /sq/lajme/.")
        parser.add_argument(
            "--pages", metavar="ADDRESS", help="The page below which pages go, for example /sq/komuna/."
        )
        parser.add_argument(
            "--kind",
            metavar="CATEGORY=KIND",
            action="append",
            default=[],
            help=f"What posts of a category are: {', '.join(KINDS)}. Can be given several times.",
        )
        parser.add_argument("--language", default="sq", help="The language of what names none; sq unless given.")
        parser.add_argument("--drafts", action="store_true", help="Also what was not published, as drafts.")

    def begin(self, options: dict[str, Any]) -> tuple[int, Iterable[Result]]:
        if not options["posts"] and not options["pages"]:
            raise ValidationError(_("Say with --posts or --pages where to put them."))
        if not Locale.objects.filter(language_code=options["language"]).exists():
            raise ValidationError(_("There is no language “%(name)s” here.") % {"name": options["language"]})
        try:
            run = WordPressImport(
                options["path"],
                Options(
                    files=options["files"],
                    collection=collection_named(options["collection"]),
                    posts=_place(options["posts"], NewsPage),
                    notices=_place(options["notices"], NoticePage),
                    pages=_place(options["pages"], StandardPage),
                    kinds=dict(_kind(text) for text in options["kind"]),
                    language=options["language"],
                    drafts=options["drafts"],
                    dry_run=options["dry_run"],
                ),
            )
        except ExportError as error:
            raise ValidationError(str(error)) from error
        return run.total, run.run()


def _place(address: str | None, model: type[Page]) -> Page | None:
    if not address:
        return None
    page = page_at(address)
    if not model.can_exist_under(page):
        raise ValidationError(
            _("Nothing of the kind “%(kind)s” can be below “%(title)s”.")
            % {"kind": model._meta.verbose_name, "title": page.title}
        )
    return page


def _kind(text: str) -> tuple[str, str]:
    category, _sign, kind = text.partition("=")
    if kind not in KINDS:
        raise ValidationError(
            _("“%(text)s”: write CATEGORY=KIND with one of these kinds: %(kinds)s.")
            % {"text": text, "kinds": ", ".join(KINDS)}
        )
    return category.strip(), kind
