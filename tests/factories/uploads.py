"""Real files of the kinds that can be uploaded, and some that are not what their names say."""

import io
import zipfile

from fpdf import FPDF

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

HTML = b"<!DOCTYPE html><html><body><script>alert(1)</script><p>Vendim</p></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def protected_pdf() -> bytes:
    """A PDF that asks for a password."""
    document = FPDF()
    document.set_encryption(owner_password="pronar", user_password="lexues")
    document.add_page()
    return bytes(document.output())


def archive(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


def open_xml(content_type: str) -> bytes:
    """A Word or Excel file, by the content type of its main part."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{content_type}"/></Types>'
    return archive(**{"[Content_Types].xml": types, "main.xml": "<document/>"})


def open_document(kind: str) -> bytes:
    """``kind`` is ``text`` or ``spreadsheet``."""
    return archive(mimetype=f"application/vnd.oasis.opendocument.{kind}", **{"content.xml": "<content/>"})
