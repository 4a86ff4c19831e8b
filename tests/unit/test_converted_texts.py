"""Prevents: a Word 97 or WPS text that loses a figure, a merged cell or a column on its way through LibreOffice.

The program converts an invented DOCX to DOC here, so that the reader meets what it really writes.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import threading
import zipfile
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines.extraction.extract import extract
from pipelines.extraction.readers.formats import read
from tests.invented.disclosure import disclosure
from tests.invented.habits import MINISTRY
from tests.invented.written import FORMS
from tests.unit.test_formats_read_back import _cells, _claims

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed / 未安装 LibreOffice")
def test_a_text_of_office_97_is_read_figure_by_figure_under_either_name(tmp_path: Path) -> None:
    made = disclosure(1, MINISTRY)
    (tmp_path / "disclosure.docx").write_bytes(FORMS["docx"](made))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "disclosure.docx")], check=True, capture_output=True, timeout=300)
    data = (tmp_path / "disclosure.doc").read_bytes()
    assert data.startswith(b"\xd0\xcf\x11\xe0")
    for name in ("disclosure.doc", "disclosure.wps"):
        found = extract(data, name)
        assert found.document[0]["source_format"] == "doc"
        written = made.table_figures()
        assert _cells(found) == Counter({k: n for k, n in written.items() if k[0] != "general_budget_detail"})
        assert _claims(found) == made.told_figures()


_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
)


def _odt(body: str) -> bytes:
    links = f'{_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"'
    kind = "application/vnd.oasis.opendocument.text"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = '<m:file-entry m:full-path="{}" m:media-type="{}"/>'
    entries = entry.format("/", kind) + entry.format("content.xml", "text/xml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr(
            "content.xml",
            f"<office:document-content {links}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}">{entries}</m:manifest>')
    return buffer.getvalue()


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed / 未安装 LibreOffice")
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (rb"{\rtf1\ansi\uc0 " + rb"".join(rb"\u%d " % ord(c) for c in "收入支出决算") + rb"12.34\par}", "rtf"),
        (_odt("<text:p>收入支出决算12.34</text:p>"), "odt"),
    ],
    ids=["rtf", "odt"],
)
def test_other_texts_are_read_through_libreoffice_whatever_they_are_called(data: bytes, kind: str) -> None:
    document = read(data, "a.doc")
    assert document.source_format == kind
    assert document.raw_lines == ["收入支出决算12.34"]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed / 未安装 LibreOffice")
def test_nothing_that_a_text_links_to_is_fetched() -> None:
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def handle(self) -> None:
            asked.append(self.client_address[0])

    server = HTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    link = f'xlink:href="http://127.0.0.1:{server.server_port}/a.png" xlink:type="simple"'
    image = f'<draw:image {link} xlink:show="embed" xlink:actuate="onLoad"/>'
    try:
        read(_odt(f'<text:p>12.34<draw:frame svg:width="1cm" svg:height="1cm">{image}</draw:frame></text:p>'), "a.odt")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
