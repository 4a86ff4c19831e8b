"""Prevents: mojibake taken for text, and a bad file answered with a traceback instead of a reason."""

from __future__ import annotations

import random

import pytest

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import extract
from pipelines.extraction.readers.text import read

TEXT = "第一部分 部门概况\n青禾区水务局为行政单位。\n2023年度收、支总计100.50万元。\n"


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("times", [1, 4000])
def test_the_encoding_is_told_by_the_bytes(codec: str, encoding: str, times: int) -> None:
    document = read((TEXT * times).encode(codec), "a.txt")
    assert document.encoding == encoding
    assert document.raw_lines[0] == "第一部分 部门概况"
    assert document.line_count == 3 * times


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (bytes(random.Random(7).choices(range(256), k=60_000)), "not text"),
        (b"\x7fELF\x02\x01\x00" * 400, "not text"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"PK\x03\x04....", "damaged"),
        ("从前有座山，山里有座庙。\n" * 400, "not a departmental final accounts"),
        ("2024年部门预算编制说明\n一、收支预算总体情况\n" * 9, "not a departmental final accounts"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(data: bytes | str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refusal:
        extract(data.encode() if isinstance(data, str) else data, "disclosure.txt")
    assert refusal.value.reason_zh
    assert refusal.value.what_to_do


def test_a_file_longer_than_the_limit_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(Unreadable, match="too large"):
        read(TEXT.encode() * 100, "a.txt", limit=1000)


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    document = read("甲。\r\n\r\n乙\u2028丙。\r丁。".encode(), "a.txt")
    assert document.raw_lines == ["甲。", "", "乙\u2028丙。", "丁。"]
    assert [block.place.line for block in document.blocks if hasattr(block, "runs")] == [1, 3, 4]
