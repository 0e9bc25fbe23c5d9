"""Serbian, in Latin and in Cyrillic script, with its diacritics and without.

Official text is written in Latin script; readers type either, and offices often lose the diacritics, so that đ
arrives as "dj" or as a bare "d". All of them are folded to one form. Case endings are removed together, as in
Albanian; k becomes c before -i (odluka, odluci), and -ost becomes -ošć- before -u (javnost, javnošću).
"""

from __future__ import annotations

from search.analysis.folding import in_any_case
from search.analysis.language import Language

_LATIN = {"č": "c", "ć": "c", "š": "s", "ž": "z", "đ": "d", "dj": "d"}
_CYRILLIC = dict(zip("абвгдежзијклмнопрстћуфхцчш", "abvgdezzijklmnoprstcufhccs", strict=True)) | {
    "ђ": "d",
    "дј": "d",
    "љ": "lj",
    "њ": "nj",
    "џ": "dz",
}
_ENDINGS = "ama|ima|om|em|am|im|oj|og|eg|ih|ov|ev|a|e|i|o|u"

SERBIAN = Language(
    name="serbian",
    folding=in_any_case(_LATIN | _CYRILLIC),
    stop_words=("a ali br da do i ili iz je k ka kao koja koje koji na ne o od po pri s sa se su te u uz za"),
    rules=(
        (r"scu$", "st"),
        (rf"^(...+?)(?:{_ENDINGS})+$", "$1"),
        (r"^(..+)c$", "$1k"),
    ),
)
