"""Prevents: a Word 97 or WPS text that loses a figure, a merged cell or a column on its way through LibreOffice.

The program converts an invented DOCX to DOC here, so that the reader meets what it really writes.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from pipelines.extraction.extract import extract
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
        read = extract(data, name)
        assert read.document[0]["source_format"] == "doc"
        written = made.table_figures()
        assert _cells(read) == Counter({k: n for k, n in written.items() if k[0] != "general_budget_detail"})
        assert _claims(read) == made.told_figures()
