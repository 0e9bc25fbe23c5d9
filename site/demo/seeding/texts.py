"""Invented publications in any number: the demo's, each time with other names, places, sums and paragraphs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from demo.acts import Decision, Minutes, Regulation
from demo.content import Album, Content, Document, News, Notice, Recording
from demo.events import Event
from demo.procurement import Tender
from demo.texts import LOCALES, Block

Like = Decision | Regulation | Minutes | News | Notice | Document | Album | Recording | Tender | Event

PLACES = [
    f"{first}{second}"
    for first in ("Arb", "Bardh", "Car", "Dard", "Gur", "Kalt", "Lis", "Mal", "Mir", "Plep", "Shkoz", "Ujm", "Vran")
    for second in ("ajë", "anec", "evë", "ezë", "inë", "ishtë", "ovac", "orë", "ukaj", "unikë")
]
FIRST_NAMES = ("Agron", "Ardita", "Besa", "Blerim", "Dragana", "Elira", "Fatos", "Goran", "Ilir", "Jelena", "Milica")
LAST_NAMES = (
    "Bregasi",
    "Drinova",
    "Kodrani",
    "Lisnaj",
    "Majstorić",
    "Përroi",
    "Rrafshi",
    "Stojanić",
    "Ujmiri",
    "Zalli",
)
COMPANIES = ("Arkada", "Buqeta", "Dielli", "Granit", "Horizonti", "Kalaja", "Lumi", "Ndërtimi", "Porta", "Rruga", "Ura")
#: what only this publication says
SENTENCES = {
    "sq": "Zbatohet në {place}, në rrugën “{street}”, nga “{company} {number}”, me vlerë {sum} euro. "
    "Përgjegjës: {name}.",
    "sr-latn": "Sprovodi se u mestu {place}, ulica „{street}“; izvođač je „{company} {number}“, vrednost {sum} evra. "
    "Odgovorno lice: {name}.",
    "en": "Carried out in {place}, {street} Street, by {company} {number}, worth {sum} euros. In charge: {name}.",
}


@dataclass(frozen=True)
class Draft:
    """A publication to be: its texts by language (code), where ``like`` is complete in that language."""

    number: int
    like: Like
    titles: dict[str, str]
    blocks: dict[str, list[Block]]
    sentences: dict[str, str]


def drafts(content: Content, first: int, pages: int) -> Iterator[Draft]:
    """The publications of so many pages, numbered from ``first``; most are decisions. A number's is always the same."""
    decisions: list[Like] = [decision for decision in content.decisions if not decision.withdrawn]
    regulations: list[Like] = [regulation for regulation in content.regulations if not regulation.withdrawn]
    news: list[Like] = [*content.news, *content.notices]
    # The demo has one to four of each; a site has more.
    few: list[Like] = [*regulations, *content.documents, *content.albums, *content.recordings] * 5
    likes = [*decisions, *decisions, *content.minutes, *news, *content.tenders, *content.events, *few]
    others = [like for like in likes if all(like.completeness(code) == "complete" for code in LOCALES)]
    made, number = 0, first
    while made < pages:
        chance = random.Random(number)  # noqa: S311 - the same texts each time are wanted
        like, other = chance.choice(likes), chance.choice(others)
        languages = [code for code in LOCALES if like.completeness(code) == "complete"][: pages - made]
        yield _draft(number, like, other, languages, chance)
        made += len(languages)
        number += 1


def _draft(number: int, like: Like, other: Like, languages: list[str], chance: random.Random) -> Draft:
    names = {
        "place": chance.choice(PLACES),
        "street": f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
        "company": chance.choice(COMPANIES),
        "number": number,
        "sum": f"{chance.randrange(1, 2000) * 250:,}".replace(",", "."),
        "name": f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
    }
    return Draft(
        number,
        like,
        {code: f"{like.title.get(code)}: {names['place']}, {number}"[:255] for code in languages},
        {code: _blocks(like, code) + _paragraphs(other, code) for code in languages},
        {code: SENTENCES[code].format(**names) for code in languages},
    )


def _blocks(item: Like, locale: str) -> list[Block]:
    """Its text, without its lists of files."""
    return [block for block in item.text.get(locale) or [] if block.type != "document_list"]


def _paragraphs(item: Like, locale: str) -> list[Block]:
    return [block for block in _blocks(item, locale) if block.type == "rich_text"]
