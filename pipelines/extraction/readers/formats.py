"""Which reader a document needs: decided by what its bytes are, never by its name.

Reads a document's bytes, writes nothing. Grain: one format per document; what no reader here knows is read as text.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib import import_module

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers import text
from pipelines.extraction.readers.encoding import MAX_BYTES, refuse_empty, refuse_too_large
from pipelines.extraction.readers.package import damaged, too_deep, too_large

READERS: dict[str, str] = {
    "docx": "docx", "html": "html", "odt": "ole", "ole": "ole", "pdf": "pdf", "picture": "picture", "rtf": "ole",
    "xlsx": "xlsx", "zip": "archive",
}  # fmt: skip
"""Format and the module of this package whose `read(data, name, limit)` gives its `Document`; imported when needed."""

_HEAD = 1024
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta|div)\b", re.IGNORECASE)
_XML = re.compile(rb"<\?xml[^>]*\?>\s*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_PACKAGES = {
    "docx": {"word/document.xml"},
    "xlsx": {"xl/workbook.xml"},
    "odt": {"mimetype", "content.xml", "META-INF/manifest.xml"},
    "ofd": {"OFD.xml"},
}
"""The parts that tell a package from a mere archive."""
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8", b"RIFF")
_OTHER_ARCHIVES = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"\xfd7zXZ\x00": "xz",
    b"BZh9": "bzip2",
}
_NAMED = {
    "pdf": "PDF", "doc": "Word", "docx": "Word", "wps": "WPS", "xls": "Excel", "xlsx": "Excel", "et": "WPS",
    "zip": "ZIP", "rar": "RAR", "7z": "7z", "html": "HTML", "htm": "HTML", "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG",
    "rtf": "RTF", "odt": "ODT", "ofd": "OFD",
}  # fmt: skip


_CALLED: dict[str, tuple[str, str, frozenset[str]]] = {
    "pdf": ("PDF", "PDF", frozenset({"pdf"})),
    "docx": ("Word（DOCX）", "Word (DOCX)", frozenset({"docx", "wps"})),
    "doc": ("Word 97–2003", "Word 97–2003", frozenset({"doc", "wps"})),
    "xlsx": ("Excel（XLSX）", "Excel (XLSX)", frozenset({"xlsx", "et"})),
    "xls": ("Excel 97–2003", "Excel 97–2003", frozenset({"xls", "et"})),
    "rtf": ("RTF", "RTF", frozenset({"rtf", "doc", "wps"})),
    "odt": ("OpenDocument（ODT）", "OpenDocument (ODT)", frozenset({"odt"})),
    "html": ("网页", "HTML", frozenset({"html", "htm"})),
    "zip": ("ZIP", "ZIP", frozenset({"zip"})),
    "picture": ("图片", "a picture", frozenset({"png", "jpg", "jpeg"})),
    "txt": ("纯文本", "plain text", frozenset()),
}
"""What a format is called in Chinese and English, and the names that promise it."""


def read(data: bytes, name: str, limit: int = MAX_BYTES) -> Document:
    """The document as its reader gives it; raises `Unreadable` with a reason and what to do."""
    refuse_empty(data)
    refuse_too_large(data, limit)
    kind = format_of(data)
    _refuse(kind, data, name)
    module = READERS.get(kind)
    if module is None:
        return _text(data, name, limit)
    try:
        document: Document = import_module(f"pipelines.extraction.readers.{module}").read(data, name, limit)
    except RecursionError as error:
        raise too_deep() from error
    except MemoryError as error:
        raise too_large(_NAMED.get(kind, kind)) from error
    return document


def misnamed(source_format: str, name: str) -> tuple[str, str] | None:
    """What to tell of a document whose name promises another format than its bytes are, in Chinese and English."""
    named = _extension(name)
    zh, en, promised = _CALLED.get(source_format, (source_format, source_format, frozenset()))
    if named not in _NAMED or named in promised:
        return None
    return (
        f"文件名是 .{named}，内容却是{zh}：已按内容读取",
        f"it is named .{named} and holds {en}: it was read for what it is",
    )


def _text(data: bytes, name: str, limit: int) -> Document:
    try:
        return text.read(data, name, limit)
    except Unreadable as error:
        named = _NAMED.get(_extension(name))
        if named is None:
            raise
        raise Unreadable(
            f"文件名为 {named}，内容却不是 {named}，也不是文本",
            f"the file is named as {named}, and holds neither {named} nor text",
            error.what_to_do,
        ) from error


def _refuse(kind: str, data: bytes, name: str) -> None:
    """Raises for the kinds that no reader will ever read as they are."""
    if kind == "archive":
        label = next(label for magic, label in _OTHER_ARCHIVES.items() if data.startswith(magic))
        raise Unreadable(
            f"{label} 压缩包无法读取",
            f"{label} archives are not read",
            "请解压后提交其中的文件，或改用 ZIP / unpack it and hand in its files, or use ZIP",
        )
    if kind == "ofd":
        raise Unreadable("OFD 文件无法读取", "OFD files are not read", "请另存为 PDF / save it as PDF")
    # Bytes of a ZIP without its list of parts: the name says what they were to be.
    if kind == "zip" and (label := _NAMED.get(_extension(name), "")) in ("Word", "Excel", "WPS") and not _names(data):
        raise damaged(label)


def _extension(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def format_of(data: bytes) -> str:
    """`pdf`, `docx`, `xlsx`, `odt`, `ofd`, `zip`, `archive` (another kind), `ole` (Office 97 to 2003, WPS), `rtf`,
    `html`, `picture`, else `text`."""
    head = data[:_HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        names = _names(data)
        return next((kind for kind, parts in _PACKAGES.items() if parts <= names), "zip")
    if head.startswith((_OLE, _RTF)):
        return "ole" if head.startswith(_OLE) else "rtf"
    # Last of the binary ones: a PDF may begin with anything, and an archive may hold one unpacked.
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(tuple(_OTHER_ARCHIVES)):
        return "archive"
    if head.startswith(_PICTURES) and b"\x00" in head:
        return "picture"
    return "html" if _HTML.match(_plain(head)) else "text"


def _plain(head: bytes) -> bytes:
    """The beginning of a text in one byte per ASCII character, without marks of its encoding or of XML."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        head = head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _XML.sub(b"", head, count=1)


def _names(data: bytes) -> frozenset[str]:
    """The names of a ZIP's parts, none where it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return frozenset(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return frozenset()
