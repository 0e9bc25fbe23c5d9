"""What must hold for an entry of a translations' catalogue."""

import re

import polib


def keeps_its_parts(entry: polib.POEntry) -> bool:
    if not entry.msgid_plural:
        return parts(entry.msgstr) == parts(entry.msgid)
    # The form for one thing may say "one" in words.
    return all(parts(text) <= parts(entry.msgid_plural) for text in entry.msgstr_plural.values())


def parts(text: str) -> set[str]:
    """What a program puts something in place of, and HTML tags."""
    return set(re.findall(r"%\(\w+\)[sd]|\{\w*\}|</?\w[^>]*>", text))
