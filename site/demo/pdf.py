"""The signed papers of the demo municipality: decisions, minutes and attachments, as PDF in Albanian."""

import datetime
from html.parser import HTMLParser

from demo.acts import Decision, Minutes, NumberedAct
from demo.content import Annex, Content, Document
from demo.items import Act
from demo.paper import Paper
from demo.procurement import Step, Tender
from demo.texts import Block, Heading, Quote, RichText, Table

_MONTHS = (
    "janar", "shkurt", "mars", "prill", "maj", "qershor",
    "korrik", "gusht", "shtator", "tetor", "nëntor", "dhjetor",
)  # fmt: skip
# Two short paragraphs with their heading, the signature and the stamp, in mm: a signature never stands alone on a page.
_CLOSING_HEIGHT = 92.0


def act_pdf(act: NumberedAct, content: Content) -> bytes:
    """Return the signed decision or regulation as PDF, with its reasoning, which is not on the web page.

    The bytes depend on the arguments only, so that the SHA-256 is the same in every run.
    """
    body = content.body(act.body)
    if isinstance(act, Decision):
        name, the_act, signed = "Vendim", "Vendimi", content.signed.decisions[act.slug]
    else:
        name, the_act, signed = "Rregullore", "Rregullorja", content.signed.regulations[act.slug]
    paper = _paper(act, content, f"{name} nr. {act.number}")
    paper.paragraph(f"Nr. {act.number}\nLumbardh, {albanian_date(act.date)}")
    paper.paragraph(f"Duke u mbështetur në: {act.legal_basis.sq}, {body.name_on(act.date).sq} nxjerr këtë:")
    paper.ln(2)
    paper.line_of_text(" ".join(name.upper()), size=16, style="B")
    paper.line_of_text(act.title.sq.removeprefix(f"{name} "), size=12.5, style="B")
    paper.ln(3)
    _write_blocks(paper, act.text.sq)
    paper.keep_together(_CLOSING_HEIGHT)
    paper.subheading("Arsyetim")
    for text in signed.paragraphs:
        paper.paragraph(text)
    paper.paragraph(
        f"{the_act} u nënshkrua në tri kopje origjinale dhe u protokollua me numrin {act.number}. I dërgohet Zyrës "
        "për Komunikim me Publikun për publikim, drejtorisë përgjegjëse për zbatim dhe arkivit të Komunës."
    )
    paper.end_with_signature(body.signatory.title.sq, body.signatory.name)
    return bytes(paper.output())


def minutes_pdf(minutes: Minutes, content: Content) -> bytes:
    """Return the signed minutes as PDF, with the recorder's remarks, which are not on the web page."""
    body = content.body(minutes.body)
    paper = _paper(minutes, content, minutes.title.sq)
    paper.line_of_text("P R O C E S V E R B A L", size=16, style="B")
    paper.line_of_text(minutes.meeting.sq, size=12.5, style="B")
    paper.line_of_text(f"Lumbardh, {albanian_date(minutes.date)}", style="I")
    paper.ln(4)
    _write_blocks(paper, minutes.text.sq)
    paper.keep_together(_CLOSING_HEIGHT)
    paper.subheading("Shënime të procesmbajtëses")
    for text in content.signed.minutes[minutes.slug].paragraphs:
        paper.paragraph(text)
    paper.paragraph("Procesverbalin e mbajti Ardita Shtegëza. Incizimi i mbledhjes ruhet në arkivin e Komunës.")
    paper.end_with_signature(body.signatory.title.sq, body.signatory.name)
    return bytes(paper.output())


def document_pdf(document: Document, content: Content) -> bytes:
    """Return a budget document or a report as PDF."""
    body = content.body(document.body)
    paper = _paper(document, content, document.title.sq)
    paper.line_of_text(document.title.sq, size=16, style="B")
    paper.line_of_text(f"Lumbardh, {albanian_date(document.date)}", style="I")
    paper.ln(4)
    paper.paragraph(document.summary.sq)
    _write_blocks(paper, document.text.sq)
    paper.keep_together(_CLOSING_HEIGHT)
    paper.end_with_signature(body.signatory.title.sq, body.signatory.name)
    return bytes(paper.output())


def contract_pdf(tender: Tender, step: Step, content: Content) -> bytes:
    """Return the contract that was signed with a step of a tender as PDF."""
    supplier = next(one for one in content.suppliers if one.key == step.supplier)
    body = content.body(tender.body)
    paper = _paper(tender, content, f"Kontrata nr. {step.contract_number}")
    paper.line_of_text("K O N T R A T Ë", size=16, style="B")
    paper.line_of_text(tender.title.sq, size=12.5, style="B")
    paper.line_of_text(f"Nr. {step.contract_number}, Lumbardh, {albanian_date(step.date)}", style="I")
    paper.ln(4)
    paper.paragraph(
        f"E lidhur ndërmjet Komunës së Lumbardhit dhe operatorit ekonomik {supplier.name}, numri i regjistrimit "
        f"{supplier.registration_number}, {supplier.address}, në procedurën e prokurimit nr. {tender.number}."
    )
    paper.subheading("Neni 1")
    paper.paragraph(f"Lënda e kontratës: {step.text.sq} {tender.summary.sq}")
    paper.subheading("Neni 2")
    paper.paragraph(f"Shuma e kontratës është {step.amount} euro.")
    if step.starts_on and step.ends_on:
        paper.subheading("Neni 3")
        paper.paragraph(f"Kontrata vlen nga {albanian_date(step.starts_on)} deri më {albanian_date(step.ends_on)}.")
    paper.keep_together(_CLOSING_HEIGHT)
    paper.end_with_signature(body.signatory.title.sq, body.signatory.name)
    return bytes(paper.output())


def attachment_pdf(decision: Decision, position: int, content: Content) -> bytes:
    """Return the attachment at `position` (from 0) of a decision as PDF."""
    attachment = decision.attachments[position]
    annex: Annex = content.signed.decisions[decision.slug].annexes[position]
    paper = _paper(decision, content, f"Shtojcë e vendimit nr. {decision.number}")
    paper.line_of_text(f"Shtojca {position + 1} e vendimit nr. {decision.number}", style="I")
    paper.ln(2)
    paper.line_of_text(attachment.title, size=14, style="B")
    paper.ln(4)
    for text in annex.paragraphs:
        paper.paragraph(text)
    if annex.table:
        paper.grid(annex.table)
    paper.paragraph(f"Kjo shtojcë është pjesë përbërëse e vendimit të datës {albanian_date(decision.date)}.")
    return bytes(paper.output())


def albanian_date(date: datetime.date) -> str:
    """Return a date as it is written in Albanian: 14 mars 2025."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _paper(act: Act, content: Content, running_title: str) -> Paper:
    municipality = content.pages.municipality
    return Paper(
        title=act.title.sq,
        date=act.date,
        body=content.body(act.body).name_on(act.date).sq,
        address=f"{municipality.address.sq} - {municipality.phone} - {municipality.email}",
        running_title=running_title,
    )


def _write_blocks(paper: Paper, blocks: list[Block]) -> None:
    for block in blocks:
        if isinstance(block, Heading) and block.value:
            paper.subheading(block.value)
        elif isinstance(block, RichText) and block.value:
            _HtmlWriter(paper).feed(block.value)
        elif isinstance(block, Table) and block.value:
            paper.grid(block.value)
        elif isinstance(block, Quote) and block.value:
            paper.paragraph(f"„{block.value.text}“ ({block.value.attribution})", indent=10)


class _HtmlWriter(HTMLParser):
    """Writes the HTML of a rich text block on paper, element by element."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self.paper = paper
        self.text = ""
        self.numbers: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.numbers.append(0 if tag == "ol" else None)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        text = " ".join(self.text.split())
        if tag == "h3":
            self.paper.subheading(text)
        elif tag == "p":
            self.paper.paragraph(text)
        elif tag == "li":
            self.paper.paragraph(text, indent=12, marker=self._marker())
        elif tag in {"ul", "ol"}:
            self.numbers.pop()
        else:
            return
        self.text = ""

    def _marker(self) -> str:
        number = self.numbers[-1]
        if number is None:
            return "-"
        self.numbers[-1] = number + 1
        return f"{number + 1}."
