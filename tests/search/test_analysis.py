"""Elasticsearch and Python make the same terms, and the forms of a word make one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search.analysis import PLAIN, analyzer_for, clean, language_for
from search.elasticsearch.analysis import analysis_settings

#: the forms in a line are one word's
FORMS = {
    "sq": """
        konsultim konsultimi konsultimit konsultimin konsultime konsultimet konsultimeve konsultimesh
        vendim vendimi vendimit vendimin vendime vendimet vendimeve Vendimë VENDIMI
        buxhet buxheti buxhetit buxhetin buxhete buxhetet buxheteve
        Podujevë Podujeva Podujevës Podujevën Podujeve Podujeves
        Prishtinë Prishtina Prishtinës Prishtinën prishtine
        komunë komuna komunës komunën komunat komunave
        rregullore rregullorja rregullores rregulloren rregulloret rregulloreve
        mbledhje mbledhja mbledhjes mbledhjen mbledhjet mbledhjeve
        kontratë kontrata kontratës kontratën kontratat kontratave
        drejtori drejtoria drejtorisë drejtorinë drejtoritë drejtorive
        qytetar qytetari qytetarit qytetarët qytetarëve qytetaret
        aktivitet aktiviteti aktivitetin aktivitete aktivitetet aktiviteteve
        ligj ligji ligjit ligje ligjet ligjeve
        ujë uji ujit ujin uje
        zyrë zyra zyrës zyrën zyrat zyrave
        publik publike publikut publikun publikë
        çmim çmimi çmimit çmimet cmimi
        institut instituti institutit institutet
        park parku parkut parkun
    """,
    "sr-latn": """
        odluka odluke odluci odluku odlukom odlukama одлука одлуке ODLUKU
        nabavka nabavke nabavci nabavku nabavkom nabavki nabavkama набавци
        javna javne javnu javni javno javnog javnoj javnom javnim javnih јавна
        javnost javnosti javnošću javnoscu javnošcu јавношћу
        obaveštenje obaveštenja obaveštenju obaveštenjem obavestenje обавештења
        obezbeđivanje obezbedjivanje obezbedivanje обезбеђивање obezbeđivanja
        budžet budžeta budžetu budžetom budzet буџет буџета
        zapisnik zapisnika zapisniku zapisnikom zapisnici zapisnike zapisnicima
        skupština skupštine skupštini skupštinu skupstina Скупштина
        građani građana građanima gradjani gradani грађани
        plan plana planu planom planovi planova planovima planove
        izveštaj izveštaja izveštaji izvestaji извештај
        ljubav ljubavi љубав
        njiva njive њива
    """,
    "en": """
        decision decisions Decision's
        publish published publishing publishes
        technology technologies
        possible possibly
        regulation regulations regulate regulated
        café cafe CAFÉS
        assembly assemblies
    """,
}
#: not each other's forms
APART = {
    "sq": [
        "vendim vend",
        "aktivitet akt",
        "komunitet komunë",
        "komunë komitet",
        "plan planifikim",
        "konsultim konsull",
        "zyrë zyrtar",
    ],
    "sr-latn": ["odluka odbor", "javnost javna", "sednica sednik1", "plan planina", "opština opšti"],
    "en": ["decision decent", "public publish", "minute mine"],
}
OTHER_TEXT = """
    Nr. 01-400/12-3456, 3.5% e 1.000.000,00 € (një milion) — «citat» “citat” 'citat' t'i s’ka e-mail@example.org
    https://example.org/a_b?c=d 12.03.2025 §5 m² ½ №7 ﬁnancë oﬀice ŒUVRE straße Øresund Łódź İzmir ıssız Ǆ ǆ ǈ Ǌ ÿ Ž ž
    snake_case A.B.C. a:b 1:2 x·y 3a a4 2025a ЂОРЂЕ Џемал шћ Đoko đoko Djordje odjek подјела Dj dJ DJ sCu oscu
    as is us a I e i u s ass abs bly bli log logi logy ology ably able ability tied ties sky skies dying news innings
    university universal universe generously relational conditional rational valenci hesitanci digitizer conformabli
    radicalli differentli vileli analogousli vietnamization predication operator feudalism decisiveness hopefulness
    callousness formaliti sensitiviti sensibiliti triplicate formative formalize electriciti electrical hopeful goodness
    revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent
    adoption homologou communism activate angulariti homologous effective bowdlerize probate rate cease controll roll
    agreed feed plastered bled motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing
    filing happy caresses ponies caress cats
"""


@pytest.fixture(scope="module")
def analyze(elasticsearch_url: str) -> Iterator[Callable[[str, str, str], list[str]]]:
    """Elasticsearch's own analysis of a text: (locale, analyzer, text) -> terms."""
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    with Elasticsearch(elasticsearch_url) as client:
        for locale in (*FORMS, "tr"):
            settings = {"analysis": analysis_settings(language_for(locale))}
            client.indices.create(index=f"{prefix}-{locale}", settings=settings)

        def terms(locale: str, analyzer: str, text: str) -> list[str]:
            answer = client.indices.analyze(index=f"{prefix}-{locale}", analyzer=analyzer, text=text)
            return [token["token"] for token in answer["tokens"]]

        yield terms
        client.indices.delete(index=[f"{prefix}-{locale}" for locale in (*FORMS, "tr")])


@pytest.mark.parametrize("locale", [*FORMS, "tr"])
@pytest.mark.parametrize("text", [*FORMS.values(), *(" ".join(words) for words in APART.values()), OTHER_TEXT])
def test_elasticsearch_and_python_agree(analyze: Callable[[str, str, str], list[str]], locale: str, text: str) -> None:
    text = clean(text)
    assert analyzer_for(locale).terms(text) == analyze(locale, "content", text)
    assert analyzer_for(locale).folded(text) == analyze(locale, "words", text)


def test_elasticsearch_and_python_agree_on_the_words_of_this_project(
    analyze: Callable[[str, str, str], list[str]],
) -> None:
    """Its sources have thousands of words, in all the languages."""
    root = Path(__file__).parents[2]
    paths = [*root.glob("cms_pages/**/*.py"), *root.glob("search/**/*.py"), *root.glob("site/demo/content/**/*.yaml")]
    words = sorted({word for path in paths for word in re.findall(r"\w+", clean(path.read_text()))})
    assert len(words) > 2000
    for locale in FORMS:
        for start in range(0, len(words), 1000):
            text = " ".join(words[start : start + 1000])
            assert analyzer_for(locale).terms(text) == analyze(locale, "content", text)


@pytest.mark.parametrize(
    ("locale", "line"), [(locale, line.strip()) for locale in FORMS for line in FORMS[locale].strip().splitlines()]
)
def test_the_forms_of_a_word_are_one_term(locale: str, line: str) -> None:
    terms = {form: analyzer_for(locale).terms(clean(form))[0] for form in line.split()}
    assert len(set(terms.values())) == 1, terms


@pytest.mark.parametrize(("locale", "pair"), [(locale, pair) for locale in APART for pair in APART[locale]])
def test_different_words_are_different_terms(locale: str, pair: str) -> None:
    first, second = analyzer_for(locale).terms(clean(pair))
    assert first != second


def test_a_language_without_rules_is_folded_only() -> None:
    assert language_for("tr") is PLAIN
    assert analyzer_for("tr").terms("Çalışma İZİN kararlar") == ["calisma", "izin", "kararlar"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [("Podujeve\u0308", "Podujevë"), ("ven\u00addim\u200b", "vendim"), ("a\x00b\x07", "ab"), ("a\tb\nc", "a\tb\nc")],
)
def test_texts_are_cleaned_of_what_cannot_be_seen(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
