"""Prevents: a file made to do harm, or cut short, that hangs, fills the memory, or ends in a traceback.

Each file is read in a process of its own with little memory and a clock that tells a refusal from a hang.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import extract
from pipelines.extraction.readers.archive import bundle
from pipelines.extraction.readers.formats import format_of, read
from tests.invented.disclosure import disclosure
from tests.invented.habits import MINISTRY
from tests.invented.written import FORMS

MADE = disclosure(1, MINISTRY)
GIGABYTES = 1
HANG_SECONDS = 120
_READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import extract
try:
    extract(open(sys.argv[1], "rb").read(), sys.argv[1])
    print("read")
except Unreadable as error:
    print("refused", error.reason_zh, error.reason_en, error.what_to_do, sep="|")
"""


def _told(folder: Path, name: str, data: bytes) -> str:
    """What becomes of the file in a process with one gigabyte: `read`, or the refusal."""
    path = folder / name
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path), str(GIGABYTES * 2**30)],
        capture_output=True, text=True, check=False, timeout=HANG_SECONDS,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def _with(data: bytes, changed: dict[str, bytes]) -> bytes:
    """The package with parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, part in changed.items():
            new.writestr(name, part)
    return buffer.getvalue()


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


_OLD = FORMS["xls"](MADE)
DOCX, XLSX, HTML = FORMS["docx"](MADE), FORMS["xlsx"](MADE), FORMS["html"](MADE)
_SHEET = "xl/worksheets/sheet1.xml"
_W = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = b'<w:document xmlns:w="' + _W + b'"><w:body>%s</w:body></w:document>'
_X = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROWS = b'<worksheet xmlns="' + _X + b'"><sheetData>%s</sheetData></worksheet>'


def _bomb(size: int) -> bytes:
    entities = b'<!DOCTYPE a [<!ENTITY a "' + b"x" * 100 + b'">'
    for n in range(10):
        entities += b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10)
    return entities + b"]>" + _WORD % (b"<w:p><w:r><w:t>&k;</w:t></w:r></w:p>" + b" " * size)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities.docx": (lambda: _with(DOCX, {"word/document.xml": _bomb(10)}), "declares XML entities"),
    "outside.docx": (
        lambda: _with(
            DOCX,
            {"word/document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + _WORD % b"&b;"},
        ),
        "declares XML entities",
    ),
    "utf-16.docx": (
        lambda: _with(DOCX, {"word/document.xml": _bomb(10).decode().encode("utf-16")}),
        "declares XML entities",
    ),
    "utf-7.docx": (
        lambda: _with(DOCX, {"word/document.xml": b"<?xml version='1.0' encoding='UTF-7'?>" + _bomb(10)}),
        "declares XML entities",
    ),
    "late.docx": (
        lambda: _with(
            DOCX,
            {
                "word/document.xml": b"<!--"
                + b"x" * 5000
                + b"--><!DOCTYPE a SYSTEM 'http://127.0.0.1:9/'>"
                + _WORD % b"<w:p><w:r><w:t>1</w:t></w:r></w:p>"
            },
        ),
        "declares XML entities",
    ),
    "entities.xlsx": (
        lambda: _with(XLSX, {_SHEET: b"<!DOCTYPE a [<!ENTITY b SYSTEM 'http://127.0.0.1:9/'>]>" + _ROWS % b"&b;"}),
        "declares XML entities",
    ),
    "part-bomb.docx": (lambda: _with(DOCX, {"word/document.xml": b"<a>" + b" " * 300_000_000}), "unpacks to far more"),
    "text-bomb.xlsx": (
        lambda: _with(XLSX, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 20_000_000}),
        "unpacks to far more",
    ),
    "cells.xlsx": (
        lambda: _with(
            XLSX, {_SHEET: _ROWS % b"".join(b"<row>" + b"<c><v>1</v></c>" * 900 + b"</row>" for _ in range(1500))}
        ),
        "too large",
    ),
    "formulas.xlsx": (
        lambda: _with(XLSX, {_SHEET: _ROWS % b'<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c></row>'}),
        "without their results",
    ),
    "bare.docx": (lambda: _with(DOCX, {"word/document.xml": _WORD % b"<w:p/>"}), "no text"),
    "bare.html": (lambda: b"<html><head><script>1</script></head><body></body></html>", "no text"),
    "encrypted.docx": (
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 99
        ),
        "password",
    ),
    "unknown.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 5000, "known here"),
    "cut.doc": (lambda: _OLD[:20_000], "cut short"),
    "form.ofd": (lambda: bundle([("OFD.xml", b"<a/>"), ("Document.xml", b"<a/>")]), "OFD"),
    "picture.png": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "picture"),
    "picture.jpg": (lambda: b"\xff\xd8\xff\xe0" + b"\x00" * 500, "picture"),
    "binary.docx": (lambda: bytes(range(256)) * 50, "named as Word"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_made_to_do_harm_is_refused_with_reason_and_advice(tmp_path: Path, name: str) -> None:
    make, reason = REFUSED[name]
    told = _told(tmp_path, name, make())
    verdict, zh, en, advice = told.split("|")
    assert verdict == "refused"
    assert reason in en
    assert zh
    assert "请" in advice


READ: dict[str, Callable[[], bytes]] = {
    "texts.xlsx": lambda: _with(
        XLSX, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 2_500_000 + b"</sst>"}
    ),
    "empty-rows.xlsx": lambda: _with(
        XLSX, {_SHEET: _part(XLSX, _SHEET).replace(b"</sheetData>", b'<row r="999999"/>' * 1_000_000 + b"</sheetData>")}
    ),
    "sparse.xlsx": lambda: _with(
        XLSX,
        {
            _SHEET: _part(XLSX, _SHEET).replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
            )
        },
    ),
    "nested.html": lambda: HTML.replace(b"<h3>", b"<div>" * 1_500 + b"<h3>", 1),
    "tables.html": lambda: HTML.replace(b"<h3>", b"<table><tr><td>" * 300 + b"<h3>", 1),
    "script.html": lambda: HTML.replace(
        b"<h3>", b"<script>while(true){}</script><iframe src='http://127.0.0.1:9/'></iframe><h3>", 1
    ),
    "outside.docx": lambda: _with(
        DOCX,
        {
            "word/_rels/document.xml.rels": _part(DOCX, "word/_rels/document.xml.rels").replace(
                b"</Relationships>",
                b'<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                b'attachedTemplate" Target="http://127.0.0.1:9/x.dotm" TargetMode="External"/></Relationships>',
            )
        },
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_only_swollen_is_read(tmp_path: Path, name: str) -> None:
    assert _told(tmp_path, name, READ[name]()) == "read"


@pytest.mark.parametrize("name", ["deep.docx", "nested.html", "tables.html"])
def test_what_nests_deeper_than_any_document_is_refused(tmp_path: Path, name: str) -> None:
    deep = b"<w:sdt><w:sdtContent>" * 900 + b"</w:sdtContent></w:sdt>" * 900
    made = {
        "deep.docx": _with(DOCX, {"word/document.xml": _WORD % deep}),
        "nested.html": HTML.replace(b"<h3>", b"<div>" * 100_000 + b"<h3>", 1),
        "tables.html": HTML.replace(b"<h3>", b"<table><tr><td>" * 3_000 + b"<h3>", 1),
    }
    told = _told(tmp_path, name, made[name])
    assert told.startswith("refused")
    assert "nests deeper" in told


@pytest.mark.parametrize("form", ["docx", "xlsx", "xls", "html", "pdf"])
@pytest.mark.parametrize("share", [0.05, 0.4, 0.8, 0.99])
def test_a_file_cut_short_is_refused_or_read_and_never_ends_in_a_traceback(form: str, share: float) -> None:
    data = FORMS[form](MADE)
    cut = data[: int(len(data) * share)]
    if form in ("html", "xls"):
        # What is left of these may still be a document; a package without its end is none.
        with contextlib.suppress(Unreadable):
            extract(cut, f"a.{form}")
        return
    with pytest.raises(Unreadable) as refusal:
        extract(cut, f"a.{form}")
    assert refusal.value.reason_zh
    assert refusal.value.what_to_do


def test_a_file_is_read_for_what_it_is_and_not_for_its_name() -> None:
    for form, name in (("pdf", "a.docx"), ("docx", "a.pdf"), ("txt", "a.pdf"), ("html", "a.doc"), ("xlsx", "a.xls")):
        assert read(FORMS[form](MADE), name).source_format == form
    assert format_of(FORMS["pdf"](MADE)) == "pdf"


def test_an_office_97_text_without_libreoffice_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument\0".encode("utf-16-le") + b"\x00" * 99
    with pytest.raises(Unreadable, match="LibreOffice") as refusal:
        read(data, "a.wps")
    assert "DOCX" in refusal.value.what_to_do
