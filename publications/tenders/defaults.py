"""The terms of Law No. 04/L-042 on Public Procurement, as an office begins with them. It may change them afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale

from cms_pages.translating import translate
from publications.tenders.models import ContractType, Procedure, ValueClass
from publications.tenders.models.terms import Term


@dataclass(frozen=True)
class Default:
    """A term in Albanian, Serbian and English, with its facts."""

    model: type[Term]
    key: str
    names: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)


def _default(model: type[Term], key: str, sq: str, sr: str, en: str, **facts: Any) -> Default:
    return Default(model, key, {"sq": sq, "sr-latn": sr, "en": en}, facts)


DEFAULTS = (
    _default(Procedure, "open", "Procedurë e hapur", "Otvoreni postupak", "Open procedure", method="open"),
    _default(
        Procedure,
        "restricted",
        "Procedurë e kufizuar",
        "Ograničeni postupak",
        "Restricted procedure",
        method="selective",
    ),
    _default(
        Procedure,
        "negotiated",
        "Procedurë konkurruese me negociata",
        "Konkurentni postupak sa pregovaranjem",
        "Competitive procedure with negotiation",
        method="selective",
    ),
    _default(
        Procedure,
        "negotiated_without_notice",
        "Procedurë e negociuar pa publikimin e njoftimit për kontratë",
        "Pregovarački postupak bez objavljivanja obaveštenja o ugovoru",
        "Negotiated procedure without publication of a contract notice",
        method="limited",
        publishes_notice=False,
    ),
    _default(
        Procedure,
        "price_quotation",
        "Procedurë e kuotimit të çmimeve",
        "Postupak kotiranja cena",
        "Price quotation procedure",
        method="open",
    ),
    _default(
        Procedure,
        "minimal_value",
        "Procedurë për kontrata me vlerë minimale",
        "Postupak za ugovore minimalne vrednosti",
        "Procedure for minimal value contracts",
        method="limited",
    ),
    _default(ContractType, "works", "Punë", "Radovi", "Works", category="works"),
    _default(ContractType, "supply", "Furnizim", "Snabdevanje", "Supply", category="goods"),
    _default(ContractType, "services", "Shërbime", "Usluge", "Services", category="services"),
    _default(
        ContractType,
        "design_contest",
        "Konkurs projektimi",
        "Konkurs za projektovanje",
        "Design contest",
        category="services",
    ),
    _default(ValueClass, "large", "Vlerë e madhe", "Velika vrednost", "Large value", standstill_days=10),
    _default(ValueClass, "medium", "Vlerë e mesme", "Srednja vrednost", "Medium value", standstill_days=10),
    _default(ValueClass, "low", "Vlerë e vogël", "Mala vrednost", "Low value", standstill_days=0),
    _default(ValueClass, "minimal", "Vlerë minimale", "Minimalna vrednost", "Minimal value", standstill_days=0),
)


def make_terms() -> list[str]:
    """Make the terms that are missing, in the languages that there are. Returns their names. What is there stays."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    first = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    source = first if first in locales else next(iter(locales))
    made = []
    models = {default.model for default in DEFAULTS}
    known = {model: set(model._default_manager.values_list("key", flat=True)) for model in models}
    for default in DEFAULTS:
        if default.key in known[default.model]:
            continue
        with transaction.atomic():
            name = default.names.get(source, default.names["en"])
            original = default.model(key=default.key, name=name, locale=locales[source], **default.facts)
            original.save()
            for code, locale in locales.items():
                if code != source and code in default.names:
                    translate(original, default.model(name=default.names[code], locale=locale), locale)
        made.append(name)
    return made
