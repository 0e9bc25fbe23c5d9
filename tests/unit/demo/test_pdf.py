"""The papers are the same bytes in every run, and say more than the web pages."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from demo.acts import Decision, Minutes, Regulation
from demo.content import Content, load_content
from demo.items import Item
from demo.paper import latin
from demo.pdf import act_pdf, albanian_date, attachment_pdf, minutes_pdf

DIGEST_PROGRAM = """
import hashlib
from demo.content import load_content
from demo.pdf import act_pdf
content = load_content()
print(hashlib.sha256(act_pdf(content.decisions[0], content)).hexdigest())
"""


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def text_of(pdf: bytes) -> str:
    """All text of a PDF, with white space made single."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def web_text(item: Item) -> str:
    return " ".join(latin(item.model_dump_json()).split())


def papers(content: Content) -> list[tuple[Decision | Regulation | Minutes, bytes, list[str]]]:
    """Each item with its paper and the paragraphs that only the paper has."""
    signed = content.signed
    return [
        *((d, act_pdf(d, content), signed.decisions[d.slug].paragraphs) for d in content.decisions),
        *((r, act_pdf(r, content), signed.regulations[r.slug].paragraphs) for r in content.regulations),
        *((m, minutes_pdf(m, content), signed.minutes[m.slug].paragraphs) for m in content.minutes),
    ]


def test_each_paper_has_text_that_its_web_page_has_not(content: Content) -> None:
    for item, pdf, paragraphs in papers(content):
        text = text_of(pdf)
        assert latin(albanian_date(item.date)) in text
        for paragraph in paragraphs:
            only_there = " ".join(latin(paragraph).split())
            assert only_there in text, item.slug
            assert only_there not in web_text(item), item.slug


def test_a_decision_has_its_number_title_legal_basis_and_every_article(content: Content) -> None:
    decision = next(d for d in content.decisions if d.slug == "vendim-per-emertimin-e-rrugeve")
    text = text_of(act_pdf(decision, content))
    assert "Nr. 01-011/22-0418" in text
    assert "për emërtimin e rrugëve në qytetin e Lumbardhit" in text
    assert decision.legal_basis.sq in text
    assert all(f"Neni {number}" in text for number in (1, 2, 3, 4))
    assert "Rruga e Bletarëve" in text
    assert "Kryesuesi i Kuvendit" in text
    assert "Luan Gurëzi" in text
    assert "Faqja 1 / " in text


def test_each_attachment_has_its_own_text(content: Content) -> None:
    texts = [
        (annex, text_of(attachment_pdf(decision, position, content)), decision)
        for decision in content.decisions
        for position, annex in enumerate(content.signed.decisions[decision.slug].annexes)
    ]
    assert len(texts) >= 10
    for annex, text, decision in texts:
        assert decision.number in text
        assert all(" ".join(latin(paragraph).split()) in text for paragraph in annex.paragraphs)
        assert all(latin(cell) in text for row in annex.table for cell in row)


def test_the_bytes_are_the_same_in_another_process(content: Content, request: pytest.FixtureRequest) -> None:
    here = hashlib.sha256(act_pdf(content.decisions[0], content)).hexdigest()
    site = Path(request.config.rootpath) / "site"
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    there = subprocess.run(
        [sys.executable, "-c", DIGEST_PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    assert there.stdout.strip() == here
