"""Files of Office 97 to 2003 and of WPS: workbooks read here, texts converted by LibreOffice where it is installed.

Reads the bytes of an OLE container, writes the document model. Grain: as the reader for the newer format.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import xlrd

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers import docx, paragraphs
from pipelines.extraction.readers.encoding import MAX_BYTES, refuse_too_large
from pipelines.extraction.readers.package import damaged, encrypted
from pipelines.extraction.readers.pieces import Piece, Writer
from pipelines.extraction.readers.sheets import Format, Sheet, add_sheet, displayed, hidden_sheet, no_words
from pipelines.extraction.readers.xlsx import column_name

LABEL = "Excel 97–2003"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOKS = ("Workbook\0".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_TEXT = "WordDocument\0".encode("utf-16-le")
_OTHERS = {b"{\\rtf": "rtf", b"PK": "odt"}
"""What else LibreOffice converts, by its first bytes."""
_CALLED = {"doc": ("Word 97–2003 / WPS ", "Word 97–2003 and WPS"), "rtf": ("RTF ", "RTF"), "odt": ("ODT ", "ODT")}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}</oor:items>
"""
_SETTING = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
)
_STRICT = (
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
)
"""LibreOffice fetches what a document links to, unless it is told not to."""
_SECONDS = 120
"""Evidence: LibreOffice converts a disclosure of 30 pages in about five seconds, its first start in twenty."""


def read(data: bytes, name: str, limit: int = MAX_BYTES) -> Document:
    """The document as read; raises `Unreadable` with what to do for everything else."""
    refuse_too_large(data, limit)
    for mark, kind in _OTHERS.items():
        if data.startswith(mark):
            return _converted(data, name, limit, kind)
    if _ENCRYPTED in data:
        raise encrypted("Office")
    if _is_cut(data):
        raise damaged("Office 97–2003")
    if _TEXT in data:
        return _converted(data, name, limit)
    if any(book in data for book in _BOOKS):
        return _workbook(data)
    raise Unreadable(
        "不是可识别的 Word、Excel 或 WPS 文件",
        "this is no Word, Excel or WPS file that is known here",
        "请另存为 DOCX、XLSX 或 PDF / save it as DOCX, XLSX or PDF",
    )


def _is_cut(data: bytes) -> bool:
    """Whether the list of the file's parts would stand behind its end."""
    size = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    return (int.from_bytes(data[48:52], "little") + 2) * size > len(data) + size


def _workbook(data: bytes) -> Document:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise (encrypted(LABEL) if "encrypted" in str(error).lower() else damaged(LABEL)) from error
    except Exception as error:  # xlrd meets damaged bytes with whatever they make it stumble over
        raise damaged(LABEL) from error
    document = Document(source_format="xls", encoding=book.encoding or "")
    writer = Writer(document)
    for number, sheet in enumerate(book.sheets(), start=1):
        if sheet.visibility:
            document.unread.append(hidden_sheet(sheet.name))
            continue
        writer.page, writer.sheet = number, sheet.name
        add_sheet(_sheet(book, sheet), writer)
        document.page_count = number
    if not document.raw_lines:
        raise no_words(LABEL)
    document.blocks = paragraphs.rejoined(document.blocks)
    return document


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Sheet:
    found = Sheet()
    found.hidden_rows = {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden}
    found.hidden_columns = {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden}
    found.merged = [(r0 + 1, c0 + 1, r1, c1) for r0, r1, c0, c1 in sheet.merged_cells]
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            text = _text(book, sheet.cell(row, column))
            if text.strip():
                found.add(row + 1, column + 1, Piece(text, f"{column_name(column + 1)}{row + 1}"))
    return found


def _text(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    """The cell as displayed."""
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    style = book.xf_list[cell.xf_index] if cell.xf_index is not None and cell.xf_index < len(book.xf_list) else None
    code = book.format_map.get(style.format_key) if style is not None else None
    form = Format.of(code.format_str) if code is not None else Format()
    return displayed(repr(cell.value), form, bool(book.datemode))


def _converted(data: bytes, name: str, limit: int, kind: str = "doc") -> Document:
    """The text as LibreOffice converts it; raises `Unreadable` where that is not installed or cannot."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Unreadable(
            f"{_CALLED[kind][0]}文件需要 LibreOffice 才能读取，本机未安装",
            f"{_CALLED[kind][1]} files are read through LibreOffice, which is not installed here",
            "请另存为 DOCX 或 PDF，或安装 LibreOffice / save it as DOCX or PDF, or install LibreOffice",
        )
    with tempfile.TemporaryDirectory(prefix="juesuan-office-") as folder:
        source = Path(folder) / f"document.{kind}"
        source.write_bytes(data)
        profile = Path(folder) / "profile"
        (profile / "user").mkdir(parents=True)
        settings = _SETTINGS.format("".join(_SETTING.format(*setting) for setting in _STRICT))
        (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        command = [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
        ]
        try:
            subprocess.run(
                [*command, "--outdir", folder, str(source)],
                check=True,
                capture_output=True,
                timeout=_SECONDS,
                stdin=subprocess.DEVNULL,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise _not_converted() from error
        made = Path(folder) / "document.docx"
        if not made.is_file():
            raise _not_converted()
        document = docx.read(made.read_bytes(), name, limit)
    document.source_format = kind
    return document


def _not_converted() -> Unreadable:
    return Unreadable(
        "LibreOffice 未能转换此文件",
        "LibreOffice could not convert this file",
        "请用办公软件另存为 DOCX 或 PDF / save it as DOCX or PDF in an office program",
    )
