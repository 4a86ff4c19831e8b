"""Which reader a document needs: decided by what its bytes are, never by its name.

Reads a document's bytes, writes nothing. Grain: one format per document; what no reader here knows is read as text.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib import import_module

from pipelines.extraction.model import Document
from pipelines.extraction.readers import text
from pipelines.extraction.readers.encoding import MAX_BYTES

READERS: dict[str, str] = {
    "docx": "docx",
    "html": "html",
    "ole": "ole",
    "pdf": "pdf",
    "picture": "picture",
    "xlsx": "xlsx",
}
"""Format and the module of this package whose `read(data, name, limit)` gives its `Document`; imported when needed."""

_HEAD = 1024
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes, name: str, limit: int = MAX_BYTES) -> Document:
    """The document as its reader gives it; raises `Unreadable` with a reason and what to do."""
    module = READERS.get(format_of(data))
    if module is None:
        return text.read(data, name, limit)
    document: Document = import_module(f"pipelines.extraction.readers.{module}").read(data, name, limit)
    return document


def format_of(data: bytes) -> str:
    """`pdf`, `docx`, `xlsx`, `zip`, `ole` (Office 97 to 2003 and WPS), `html`, `picture`, else `text`."""
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_of(data)
    if head.startswith(_OLE):
        return "ole"
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")) and b"\x00" in head:
        return "picture"
    return "html" if _HTML.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) else "text"


def _package_of(data: bytes) -> str:
    """What a ZIP package holds: a Word document, a workbook, or just files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else "zip"
