"""Prevents: a finding whose box frames another figure, and a desk that fails where the document is not at hand."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from street_home import CORPUS

from pipelines import paths
from pipelines.cli import at_hand
from pipelines.cli.examine import Examination, examine
from tests.invented import paged
from tests.invented.disclosure import disclosure

QINGHE = CORPUS / "qinghe-2024.txt"


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where documents are stored, for this test."""
    monkeypatch.setattr(paths, "documents", lambda: tmp_path)
    at_hand._raw_lines.cache_clear()
    yield tmp_path
    at_hand._raw_lines.cache_clear()


def stored(documents: Path, data: bytes, name: str) -> Examination:
    found = examine(data, name, "printed")
    (documents / f"{found.document['document_id']}{Path(name).suffix}").write_bytes(data)
    return found


def test_figures_of_a_text_stand_marked_in_their_lines(documents: Path) -> None:
    found = stored(documents, QINGHE.read_bytes(), QINGHE.name)
    figures = [figure for figure in found.figures if figure["statement"] == "narrative"][:5]
    shown = at_hand.printed(found.document, [(figure, "lhs") for figure in figures])
    assert shown is not None
    lines = {line.number: line for line in shown.lines}
    for figure in figures:
        assert (figure["text"], "lhs") in lines[figure["line"]].pieces
    raw = QINGHE.read_text("utf-8").splitlines()
    for line in shown.lines:
        assert "".join(text for text, _ in line.pieces) == raw[line.number - 1].strip()


def test_the_box_over_a_page_frames_the_figure_it_names(documents: Path) -> None:
    found = stored(documents, paged.pdf(disclosure(3)), "invented.pdf")
    figure = next(f for f in found.figures if f["box_left"] is not None and f["text"])
    shown = at_hand.printed(found.document, [(figure, "culprit")])
    assert shown is not None
    (picture,) = shown.pictures
    (mark,) = picture.marks
    assert picture.page == figure["page"]
    whole = Image.open(io.BytesIO(base64.b64decode(picture.png))).convert("L")
    assert whole.size == (picture.width, picture.height)
    left, top = mark.left / 100 * whole.width, mark.top / 100 * whole.height
    inside = whole.crop((int(left), int(top), int(left + mark.width / 100 * whole.width),
                         int(top + mark.height / 100 * whole.height)))  # fmt: skip
    assert min(inside.getdata()) < 128, "there is ink in the box"
    assert not shown.lines


def test_without_the_document_the_desk_has_no_print_and_no_error(documents: Path) -> None:
    found = examine(QINGHE.read_bytes(), QINGHE.name, "printed")
    assert at_hand.printed(found.document, [(found.figures[0], "lhs")]) is None
    assert at_hand.bytes_of("../../etc/passwd") is None
    assert list(documents.iterdir()) == []


def test_a_figure_of_another_document_is_not_looked_for_in_this_one(documents: Path) -> None:
    found = stored(documents, QINGHE.read_bytes(), QINGHE.name)
    other = {**found.figures[0], "document_id": "0" * 16}
    shown = at_hand.printed(found.document, [(other, "rhs")])
    assert shown is not None
    assert not shown.lines
