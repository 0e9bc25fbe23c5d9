"""Which files are taken and which are refused, told by their content."""

import io
import random
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from cms_pages.files.kinds import check_content
from tests.factories import pdf
from tests.factories.uploads import EXCEL, HTML, SVG, WORD, archive, open_document, open_xml, protected_pdf

MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vendim.pdf", pdf("Vendim")),
        ("VENDIM.PDF", pdf("Vendim")),
        ("vendim.docx", open_xml(WORD)),
        ("buxheti.xlsx", open_xml(EXCEL)),
        ("vendim.odt", open_document("text")),
        ("buxheti.ods", open_document("spreadsheet")),
        ("anekset.zip", archive(a="1")),
        ("lista.csv", "Emri;Fshati\nÇlirim;Përgjegje\n".encode()),
        ("lista.csv", "\ufeffEmri;Fshati\n".encode()),
        ("lista.csv", "Ime;Selo\nŽeljko;Šajkovac\n".encode("windows-1250")),
        ("shenim.txt", b"5 < 6\r\n\tPo.\f"),
    ],
)
def test_right_content_is_taken(name: str, content: bytes) -> None:
    file = io.BytesIO(content)
    check_content(file, name)
    assert file.tell() == 0, "what saves the file reads it from its beginning"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("vendim.pdf", HTML, "web_page"),
        ("vendim.pdf", b"\xef\xbb\xbf \n" + HTML, "web_page"),
        ("vendim.pdf", b"<!-- a --><p>Vendim", "web_page"),
        ("vendim.pdf", SVG, "web_page"),
        ("vendim.pdf", b'<?xml version="1.0"?><html/>', "web_page"),
        ("vendim.pdf", open_xml(WORD), "other_kind"),
        ("vendim.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100), "other_kind"),
        ("vendim.pdf", b"\n" + pdf("Vendim"), "other_kind"),
        ("vendim.pdf", b"%PDF-1.7 and nothing else", "unreadable_pdf"),
        ("vendim.pdf", pdf("Vendim")[:300], "unreadable_pdf"),
        ("vendim.pdf", protected_pdf(), "unreadable_pdf"),
        ("vendim.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "office_file"),
        ("vendim.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "office_file"),
        ("vendim.docx", open_xml(MACROS), "other_kind"),
        ("vendim.docx", open_xml(EXCEL), "other_kind"),
        ("vendim.docx", archive(a="1"), "other_kind"),
        ("vendim.docx", open_xml(WORD)[:200], "other_kind"),
        ("buxheti.xlsx", open_xml(WORD), "other_kind"),
        ("vendim.odt", open_document("spreadsheet"), "other_kind"),
        ("vendim.odt", open_xml(WORD), "other_kind"),
        ("anekset.zip", b"MZ" + archive(a="1"), "other_kind"),
        ("anekset.zip", b"PK\x03\x04 and nothing else", "other_kind"),
        ("lista.csv", HTML, "web_page"),
        ("lista.csv", "Emri\n".encode("utf-16"), "not_text"),
        ("lista.csv", b"a\x00b", "not_text"),
        ("lista.csv", open_xml(EXCEL), "not_text"),
        ("shenim.txt", b"\x81\x83", "not_text"),
        ("program.exe", b"MZ", "unsupported_kind"),
        ("vendim", pdf("Vendim"), "unsupported_kind"),
    ],
)
def test_other_content_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_content(io.BytesIO(content), name)
    assert refused.value.code == code


def test_what_an_archive_claims_to_unpack_to_is_not_read() -> None:
    bomb = archive(mimetype="\0" * 200_000_000)
    with pytest.raises(ValidationError):
        check_content(io.BytesIO(bomb), "vendim.odt")


def test_damaged_files_are_taken_or_refused_and_nothing_else() -> None:
    generator = random.Random(7)
    for name, seed in (("a.pdf", pdf("Vendim")), ("a.docx", open_xml(WORD)), ("a.zip", archive(a="1"))):
        for _attempt in range(300):
            damaged = bytearray(seed)
            for _byte in range(generator.randint(1, 12)):
                damaged[generator.randrange(len(damaged))] = generator.randrange(256)
            with suppress(ValidationError):
                check_content(io.BytesIO(bytes(damaged)), name)
