"""Albanian.

No stemmer for Albanian exists in Lucene or Snowball. Nouns and adjectives take their definite, plural and case
endings one after the other (vendim, vendim-e, vendim-e-t, vendim-e-v-e), so all that stand at the end of a word are
removed together. A word and its inflected forms then always meet in one term, also where the word itself ends like an
ending (buxhet, buxhet-it), and a few unrelated words meet as well; that is the price of a light stemmer.
"""

from __future__ import annotations

from search.analysis.language import Language

#: Folded endings: -ë, -a, -i, -u (after k, g, h and i only); accusative -in, -un, -ën; genitive -it, -ut, -ës, -së;
#: plural -e, -a, -ët, -at, -it; -eve, -ave, -ive; ablative -esh, -ash; and what -ja, -je and the feminine -isë, -inë,
#: -itë are made of.
_ENDINGS = "ise|ash|esh|av|ev|iv|at|et|it|en|in|es|a|e|i|j|(?<=[kghi])u[nt]?"

ALBANIAN = Language(
    name="albanian",
    folding={"ë": "e", "ç": "c"},
    stop_words=(
        "a ai ajo ata deri dhe do e eshte i jane ka kane kete kjo ky me mbi mos ndaj ne nga nje nr ose per po "
        "qe sa se si te tek u"
    ),
    rules=(
        # -itet (aktivitet, komunitet) is no ending: "aktivitet" is not "akt".
        (rf"itet(?:{_ENDINGS})*$", "itt"),
        (rf"^(..+?)(?:{_ENDINGS})+$", "$1"),
    ),
)
