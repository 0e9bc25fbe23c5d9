"""Takes acts over from a table: what its rows would become, or do."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection as Container
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page

from cms_pages.deadlocks import is_deadlock
from publications.imports.batches import indexed_together
from publications.imports.checking import CheckedAct, Checker
from publications.imports.columns import FACTS
from publications.imports.files import Source
from publications.imports.identity import Identity, identity_of
from publications.imports.pages import (
    Kept,
    Publishing,
    all_or_nothing,
    check_not_withdrawn,
    check_unchanged,
    digest_of,
    is_changed_since,
    remember,
)
from publications.imports.places import in_language
from publications.imports.problems import Outcome, Problem, Result, problems_of
from publications.imports.reading import Row, Table
from publications.imports.writing import at_ten, check_not_here, write_act, write_translation
from publications.models import ImportedPage

if TYPE_CHECKING:
    from django.contrib.auth.models import User

logger = logging.getLogger(__name__)

#: acts in one transaction: few, because editors' changes to the same section wait for it
BATCH = 20


@dataclass(frozen=True)
class Options:
    """``section`` is that of the acts in the language of their originals. Without ``publish`` they become drafts."""

    section: Page
    collection: Collection
    publish: bool = False
    dry_run: bool = False
    user: User | None = None


class ActImport:
    """One run over a table. ``total`` is how many rows it has."""

    def __init__(self, table: Table, files: Source, options: Options) -> None:
        """Looks through the table once, for which rows belong together."""
        self._table, self._options = table, options
        language = options.section.locale.language_code
        self._checker = Checker(files, language, to_publish=options.publish)
        site = options.section.get_site()
        self._prefix = f"{site.hostname if site else ''} "
        self._lines: dict[Identity, list[int]] = defaultdict(list)
        self.total = 0
        for row in table.rows():
            self.total += 1
            if (identity := _identity(row)[0]) is not None:
                self._lines[identity].append(row.line)

    def run(self, done: Container[int] = ()) -> Iterator[list[Result]]:
        """What becomes of the rows of each act, act by act. Acts whose lines are all in ``done`` are passed over."""
        pieces = self._pieces(done)
        while batch := list(islice(pieces, BATCH)):
            yield from self._take_over(batch)

    def _take_over(self, batch: Sequence[_Act | Result]) -> Iterator[list[Result]]:
        """In one transaction, or one by one where that fails."""
        try:
            with self._transaction() as kept:
                sources = [piece.source for piece in batch if isinstance(piece, _Act)]
                known = ImportedPage.objects.select_related("page__locale").in_bulk(sources, field_name="source")
                results = [
                    piece.take_over(kept, known.get(piece.source)) if isinstance(piece, _Act) else [piece]
                    for piece in batch
                ]
        except Exception as error:
            if len(batch) > 1:
                logger.warning("Acts could not be imported together, so each is by itself.", exc_info=error)
                for piece in batch:
                    yield from self._take_over([piece])
                return
            logger.exception("An act could not be imported.")
            results = [piece.failed(error) for piece in batch if isinstance(piece, _Act)]
        yield from results

    @contextmanager
    def _transaction(self) -> Iterator[Kept | None]:
        if self._options.dry_run:
            yield None
            return
        with all_or_nothing(self._options.collection) as kept, indexed_together():
            yield kept

    def _pieces(self, done: Container[int]) -> Iterator[_Act | Result]:
        """The acts with their rows, and the rows that belong to none, with what is wrong with them."""
        waiting: dict[Identity, list[Row]] = defaultdict(list)
        for row in self._table.rows():
            identity, problems = _identity(row)
            if identity is None:
                if row.line not in done:
                    yield Result(str(row.line), _name(row), Outcome.REFUSED, problems)
                continue
            lines = self._lines[identity]
            if all(line in done for line in lines):
                continue
            waiting[identity].append(row)
            if row.line == lines[-1]:
                yield _Act(self._options, self._checker, identity, self._prefix, waiting.pop(identity))


class _Act:
    """One act and its rows: the first is the original, unless the act is here already in the language of another."""

    def __init__(
        self, options: Options, checker: Checker, identity: Identity, prefix: str, rows: Sequence[Row]
    ) -> None:
        self._options, self._checker, self._identity, self._rows = options, checker, identity, rows
        self.source = f"{prefix}{identity}"
        self._results = self._refused()
        self._imported: ImportedPage | None = None

    def _refused(self) -> dict[int, Result]:
        return {row.line: Result(str(row.line), _name(row), Outcome.REFUSED) for row in self._rows}

    def take_over(self, batch: Kept | None, imported: ImportedPage | None) -> list[Result]:
        """``batch`` are the files of the transaction that it is part of; None where nothing is to be written.

        ``imported`` is what an earlier import made of it.
        """
        self._results = self._refused()
        self._imported = imported
        by_language = self._one_in_each_language(self._rows)
        original = self._original(by_language)
        try:
            with nullcontext() if batch is None else all_or_nothing(self._options.collection, batch) as kept:
                self._take_over(original, by_language, kept)
        except ValidationError as error:
            self._refuse_all(problems_of(error))
        except Exception as error:  # whatever is wrong with one act must not keep the others out
            if is_deadlock(error):  # each is then by itself, and locks one body only
                raise
            logger.exception("An act could not be imported: %s", self._identity)
            self.failed(error)
        return list(self._results.values())

    def failed(self, error: Exception) -> list[Result]:
        """Nothing of it could be written."""
        self._refuse_all([Problem(_("It could not be written: %(error)s") % {"error": error})])
        return list(self._results.values())

    def _refuse_all(self, problems: list[Problem]) -> None:
        for result in self._results.values():
            if result.outcome is not Outcome.REFUSED or not result.problems:
                result.outcome, result.problems = Outcome.REFUSED, list(problems)

    def _one_in_each_language(self, rows: Sequence[Row]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in rows:
            try:
                code = self._checker.locale(row.values["language"]).language_code
            except ValidationError as error:
                self._results[row.line].problems += problems_of(error)
                continue
            if code in found:
                again = _("Line %(line)d has the same number, in the same language. Correct one, or leave it out.")
                self._results[row.line].problems.append(Problem(again % {"line": found[code].line}, "number"))
            else:
                found[code] = row
        return found

    def _original(self, by_language: dict[str, Row]) -> Row | None:
        if self._imported is not None:
            return by_language.pop(self._imported.page.locale.language_code, None)
        return by_language.pop(next(iter(by_language)), None) if by_language else None

    def _take_over(self, row: Row | None, translations: dict[str, Row], kept: Any) -> None:
        page = self._imported.page.specific if self._imported is not None else None
        if row is not None:
            result = self._results[row.line]
            act = self._checker.act(row.values, self._identity, result.problems)
            if result.problems:
                self._without_original(row, translations)
                return
            publishing = Publishing(at_ten(act.published_on) if self._options.publish else None, self._options.user)
            page = self._original_page(act, row, result, page, kept, publishing)
        for translation in translations.values():
            if row is not None:
                self._compare(row, translation)
            self._translate(page, translation)

    def _without_original(self, row: Row, translations: dict[str, Row]) -> None:
        for each in translations.values():
            why = _("Line %(line)d, the original, was not taken over. Correct it first.") % {"line": row.line}
            self._results[each.line].problems.append(Problem(why))

    def _original_page(
        self, act: CheckedAct, row: Row, result: Result, page: Any, kept: Any, publishing: Publishing
    ) -> Any:
        section = in_language(self._options.section, act.texts.locale)
        files = [act.signed_pdf, *(attachment.file for attachment in act.texts.attachments)]
        digest = digest_of([row.values, [file and file.sha256 for file in files]])
        # A page that is published checks it itself.
        if page is None and (self._options.dry_run or not self._options.publish):
            check_not_here(act, section)
        result.outcome = self._outcome(self._imported, page, digest, to_publish=self._options.publish)
        if result.outcome is Outcome.UNCHANGED or self._options.dry_run:
            return page
        untouched = [each for each in self._others() if not is_changed_since(each)] if page is not None else []
        left_out: list[str] = []
        page = write_act(act, section, page, kept, publishing, left_out)
        result.problems += [Problem(message, "text") for message in left_out]
        remember(page, self.source, digest)
        # What an editor does to them later is theirs; that the facts followed the original was not an editor's.
        for each in untouched:
            remember(each.page, each.source, each.digest)
        return page

    def _outcome(self, imported: ImportedPage | None, page: Any, digest: str, *, to_publish: bool) -> Outcome:
        if imported is None:
            return Outcome.CREATED
        never_published = page.first_published_at is None
        if imported.digest == digest and not (self._options.publish and never_published):
            return Outcome.UNCHANGED
        if imported.digest != digest:
            check_unchanged(imported)
        if to_publish:
            check_not_withdrawn(page)
        return Outcome.UPDATED

    def _others(self) -> list[ImportedPage]:
        found = ImportedPage.objects.select_related("page").filter(source__startswith=f"{self.source} ")
        return list(found)

    def _compare(self, original: Row, translation: Row) -> None:
        """Say where a translation has another fact than its original, whose it is that counts."""
        for column in FACTS:
            if (said := translation.values[column]) and said != original.values[column]:
                why = _("This is not what line %(line)d says, which counts for all languages.")
                self._results[translation.line].problems.append(Problem(why % {"line": original.line}, column))

    def _translate(self, original: Any, row: Row) -> None:
        result = self._results[row.line]
        found: list[Problem] = []
        texts = self._checker.texts(row.values, found, is_translation=True)
        source = f"{self.source} {texts.locale.language_code}"
        imported = ImportedPage.objects.select_related("page").filter(source=source).first()
        page = imported.page.specific if imported is not None else None
        digest = digest_of(row.values)
        try:
            if found:
                raise _FoundProblems
            in_language(self._options.section, texts.locale)
            if imported is None:
                _check_no_translation(original, texts.locale)
            to_publish = self._options.publish or bool(original is not None and original.live)
            result.outcome = self._outcome(imported, page, digest, to_publish=to_publish)
            if result.outcome is Outcome.UNCHANGED or self._options.dry_run:
                return
            left_out: list[str] = []
            at = original.first_published_at if self._options.publish else None
            with transaction.atomic():
                page = write_translation(original, texts, Publishing(at, self._options.user), left_out)
                remember(page, source, digest)
            result.problems += [Problem(message, "text") for message in left_out]
        except _FoundProblems:
            result.problems += found
        except ValidationError as error:
            result.outcome = Outcome.REFUSED
            result.problems += problems_of(error)


def _check_no_translation(original: Any, locale: Locale) -> None:
    """Raise ValidationError where somebody has translated an act by hand."""
    made = original.get_translation_or_none(locale) if original is not None else None
    if made is not None and made.alias_of_id is None:
        raise ValidationError(_("Somebody has translated it here: “%(title)s”."), params={"title": made.title})


class _FoundProblems(Exception):  # noqa: N818 - the problems are noted already
    pass


def _identity(row: Row) -> tuple[Identity | None, list[Problem]]:
    if row.problems:
        return None, list(row.problems)
    try:
        return identity_of(row.values), []
    except ValidationError as error:
        return None, problems_of(error)


def _name(row: Row) -> str:
    return " ".join(filter(None, (row.values.get("number", ""), row.values.get("title", ""))))[:255]
