"""The columns of a table of acts. docs/operators.md explains them to those who make one."""

from __future__ import annotations

#: each column, and the heading it can also have in Albanian
COLUMNS = {
    "type": "lloji",
    "number": "numri",
    "date": "data",
    "body": "organi",
    "kind": "kategoria",
    "title": "titulli",
    "language": "gjuha",
    "summary": "përmbledhja",
    "text": "teksti",
    "legal_basis": "baza ligjore",
    "entry_into_force": "hyrja në fuqi",
    "end_of_validity": "dita e fundit në fuqi",
    "signers": "nënshkruesit",
    "file": "skedari",
    "attachments": "shtojcat",
    "published": "publikuar",
}
#: without these nothing can be made of a row
REQUIRED = ("number", "date", "body", "title")
#: the same in every language of an act, taken from its first row; and by which its rows are known
FACTS = ("kind", "entry_into_force", "end_of_validity", "signers", "file", "published")
KEY = ("type", "number", "date", "body")
#: parts the attachments of an act, and its signers
SEPARATOR = "|"
#: parts the file of an attachment from its title
TITLE_SIGN = "="

_PLAIN = str.maketrans("ëç", "ec")


def column_named(heading: str) -> str:
    """The column of a heading, however it is spelled; an empty string where it is none."""
    return _BY_HEADING.get(_tidy(heading), "")


def _tidy(heading: str) -> str:
    return " ".join(heading.lower().replace("_", " ").split()).translate(_PLAIN)


_BY_HEADING = {_tidy(heading): name for name, albanian in COLUMNS.items() for heading in (name, albanian)}
