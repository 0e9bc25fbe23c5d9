"""Checks a row of a table of acts, and turns it into what is written: all that is wrong is found at once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms_pages.models import Body, Signer
from cms_pages.number_patterns import check_separators
from publications.imports.columns import SEPARATOR, TITLE_SIGN
from publications.imports.files import FoundFile, Source, check_document
from publications.imports.identity import EMPTY, TYPES, Identity, date_of
from publications.imports.problems import Problem, problems_of
from publications.models import DecisionKind, DecisionPage
from publications.validation import as_typed, check_date, check_end_of_validity, check_entry_into_force

T = TypeVar("T")
LONGEST = {"title": 255, "number": 64, "summary": 1000}

TOO_LONG = _("This has %(length)d characters; at most %(most)d are possible.")
NO_BODY = _("There is no body with the key “%(text)s”. Add it under Bodies, or write one of these: %(keys)s.")
NO_SIGNER = _("There is no signer “%(text)s”. Add this person under Signers, or correct the name.")
NO_KIND = _("“%(text)s” is no kind of decision. Write one of these: %(kinds)s.")
NO_LANGUAGE = _("There is no language “%(text)s” here. Write one of these: %(languages)s.")
NO_FILE = _("Without the signed copy (PDF) an act cannot be published. Name its file, or import drafts.")
NOT_PDF = _("The signed copy must be a PDF.")


@dataclass(frozen=True)
class Attachment:
    """``file`` is None in a translation, which has the files of the original."""

    title: str
    file: FoundFile | None


@dataclass(frozen=True)
class Texts:
    """What is said in one language."""

    locale: Locale
    title: str
    summary: str
    legal_basis: str
    text: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class CheckedAct:
    """An act as its first row says it. ``facts`` are fields of its page by name."""

    identity: Identity
    model: Any
    facts: Mapping[str, Any]
    signers: tuple[Signer, ...]
    signed_pdf: FoundFile | None
    published_on: datetime.date
    texts: Texts


@dataclass
class Checker:
    """Checks rows for one import. ``to_publish``: also what a draft may lack."""

    files: Source
    language: str
    to_publish: bool
    _bodies: dict[str, list[Body]] = field(default_factory=dict)
    _locales: dict[str, Locale] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for body in Body.objects.select_related("locale").order_by("pk"):
            self._bodies.setdefault(body.key, []).append(body)
        self._locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def locale(self, text: str) -> Locale:
        """The language of a row. Raises ValidationError."""
        locale = self._locales.get((text or self.language).lower().replace("_", "-"))
        if locale is None:
            codes = ", ".join(self._locales)
            raise ValidationError({"language": ValidationError(NO_LANGUAGE, params={"text": text, "languages": codes})})
        return locale

    def texts(self, values: Mapping[str, str], problems: list[Problem], *, is_translation: bool) -> Texts:
        """The texts of a row. ``problems`` gets what is wrong with them."""
        collect = _Collector(problems)
        if not values["title"]:
            problems.append(Problem(str(EMPTY), "title"))
        for column in ("title", "summary"):
            collect(column, lambda column=column: _check_length(values[column], LONGEST[column]))  # type: ignore[misc]
        attachments = []
        for part in filter(None, map(str.strip, values["attachments"].split(SEPARATOR))):
            name, _sign, title = (piece.strip() for piece in part.partition(TITLE_SIGN))
            file = None if is_translation else collect("attachments", lambda name=name: self._document(name))  # type: ignore[misc]
            attachments.append(Attachment(title[:255], file))
        return Texts(
            locale=self.locale(values["language"]),
            title=" ".join(values["title"].split()),
            summary=values["summary"],
            legal_basis=values["legal_basis"],
            text=values["text"],
            attachments=tuple(attachments),
        )

    def act(self, values: Mapping[str, str], identity: Identity, problems: list[Problem]) -> CheckedAct:
        """An act's first row. ``problems`` gets what is wrong with it: with any, it must not be written."""
        collect = _Collector(problems)
        texts = self.texts(values, problems, is_translation=False)
        model = TYPES[identity.type]
        dates = {column: collect(column, lambda column=column: date_of(values[column])) for column in _DATES}  # type: ignore[misc]
        date, begins = dates["date"] or datetime.date.min, dates["entry_into_force"]
        collect("number", lambda: _check_length(values["number"], LONGEST["number"]))
        collect("number", lambda: check_separators(as_typed(values["number"])))
        collect("date", lambda: check_date(date))
        collect("entry_into_force", lambda: check_entry_into_force(date, begins))
        collect("end_of_validity", lambda: check_end_of_validity(begins or date, dates["end_of_validity"]))
        facts = {
            "number": as_typed(values["number"]),
            "date": date,
            "body": collect("body", lambda: self._body(values["body"], texts.locale)),
            "entry_into_force": begins,
            "end_of_validity": dates["end_of_validity"],
        }
        if model is DecisionPage:
            facts["kind"] = collect("kind", lambda: _kind(values["kind"]))
        return CheckedAct(
            identity=identity,
            model=model,
            facts=facts,
            signers=collect("signers", lambda: self._signers(values["signers"], date, texts.locale)) or (),
            signed_pdf=collect("file", lambda: self._signed_copy(values["file"])),
            published_on=min(dates["published"] or date, timezone.localdate()),
            texts=texts,
        )

    def _body(self, key: str, locale: Locale) -> Body:
        bodies = self._bodies.get(key.lower())
        if bodies is None:
            raise ValidationError(NO_BODY, params={"text": key, "keys": ", ".join(sorted(self._bodies))})
        return next((body for body in bodies if body.locale_id == locale.pk), bodies[0])

    def _signers(self, names: str, day: datetime.date, locale: Locale) -> tuple[Signer, ...]:
        """By their names; of several terms of one person, that of the day, and in the language where there is one."""
        found = []
        for name in filter(None, map(str.strip, names.split(SEPARATOR))):
            rows = Signer.objects.filter(name__iexact=name)
            row = min(rows.on(day) or rows, key=lambda row: (row.locale_id != locale.pk, row.pk), default=None)
            if row is None:
                raise ValidationError(NO_SIGNER, params={"text": name})
            found.append(row)
        return tuple(found)

    def _document(self, name: str) -> FoundFile:
        found = self.files.find(name)
        if found.document is None:
            check_document(found)
        return found

    def _signed_copy(self, name: str) -> FoundFile | None:
        if not name:
            if self.to_publish:
                raise ValidationError(NO_FILE)
            return None
        found = self._document(name)
        if not found.content.startswith(b"%PDF-"):
            raise ValidationError(NOT_PDF)
        return found


_DATES = ("date", "entry_into_force", "end_of_validity", "published")


class _Collector:
    """Calls checks, and notes what they raise as problems of a column."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def __call__(self, column: str, check: Callable[[], T]) -> T | None:
        try:
            return check()
        except ValidationError as error:
            self._problems += [Problem(problem.message, column) for problem in problems_of(error)]
            return None


def is_html(text: str) -> bool:
    return bool(_TAG.search(text))


_TAG = re.compile(r"<(?:p|br|h[1-6]|ul|ol|li|table|div|b|strong|i|em|a)\b[^>]*>", re.IGNORECASE)


def _kind(text: str) -> str:
    """By its value, or by its label in the language that is active."""
    if not text:
        return str(DecisionKind.INDIVIDUAL)
    for value, label in DecisionKind.choices:
        if text.lower() in {value, str(label).lower()}:
            return str(value)
    raise ValidationError(NO_KIND, params={"text": text, "kinds": ", ".join(DecisionKind.values)})


def _check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise ValidationError(TOO_LONG, params={"length": len(text), "most": most})
