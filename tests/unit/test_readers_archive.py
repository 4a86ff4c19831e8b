"""Prevents: one disclosure in several files judged without its tables, and an archive that escapes or explodes."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

import pytest

from pipelines.extraction import bundles
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import Extracted, extract
from pipelines.extraction.readers import archive
from pipelines.extraction.readers.formats import format_of, read
from tests.invented.disclosure import Disclosure, disclosure, narrative_of, tables_of
from tests.invented.habits import MINISTRY, PLAIN
from tests.invented.written import FORMS

MADE = disclosure(1, MINISTRY)


def _zip(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, data in files:
            package.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, compress_type=method)
    return buffer.getvalue()


def _parts(made: Disclosure, narrative: str, tables: str) -> list[tuple[str, bytes]]:
    return [
        (f"说明.{narrative}", FORMS[narrative](narrative_of(made))),
        (f"附表.{tables}", FORMS[tables](tables_of(made))),
    ]


def _figures(read_: Extracted) -> Counter[tuple[str, ...]]:
    kinds = {table["table_id"]: table["kind"] for table in read_.tables}
    told: Counter[tuple[str, ...]] = Counter()
    for cell in read_.cells:
        if cell["numeral"]:
            told[kinds[cell["table_id"]], cell["row_code"], cell["column_key"], cell["numeral"]] += 1
    for claim in read_.claims:
        told[claim["aspect"], claim["subject_key"], claim["numeral"], claim["unit"]] += 1
    return told


WHOLE = _figures(extract(FORMS["docx"](MADE), "whole.docx"))


@pytest.mark.parametrize(
    ("narrative", "tables"), [("docx", "xlsx"), ("txt", "xls"), ("pdf", "pdf"), ("html", "docx"), ("md", "cells.txt")]
)
def test_a_narrative_and_its_tables_in_one_archive_are_one_disclosure(narrative: str, tables: str) -> None:
    joined = extract(_zip(*_parts(MADE, narrative, tables)), "a.zip")
    assert _figures(joined) == WHOLE
    [facts] = joined.document
    assert (facts["department"], facts["fiscal_year"]) == (MADE.truth.department, str(MADE.truth.year))
    assert facts["source_format"] == "zip"
    assert sum(int(row["figures"]) for row in joined.seen) == sum(WHOLE.values())


def test_tables_in_files_of_their_own_are_joined_in_the_order_people_number_them() -> None:
    kinds = [table.kind for table in MADE.page.tables]
    files = [
        (f"附表{number}.xlsx", FORMS["xlsx"](tables_of(MADE, frozenset({kind}))))
        for number, kind in enumerate(kinds, 1)
    ]
    joined = extract(_zip(("正文.docx", FORMS["docx"](narrative_of(MADE))), *files), "a.zip")
    assert _figures(joined) == WHOLE
    assert [table["kind"] for table in joined.tables] == list(dict.fromkeys(kinds))
    assert {row["sheet"].split(".")[0] for row in joined.places} == {"正文", *(name[:-5] for name, _ in files)}


def test_lines_pages_and_tables_of_joined_files_are_told_apart() -> None:
    document = read(_zip(*_parts(MADE, "pdf", "pdf")), "a.zip")
    assert document.line_count == len(document.raw_lines)
    assert set(document.spots) <= set(range(1, document.line_count + 1))
    pages = [document.spots[line].page for line in sorted(document.spots)]
    assert pages == sorted(pages)
    assert max(pages) == document.page_count


def test_an_archive_of_several_departments_says_how_to_register_them() -> None:
    other = disclosure(2, PLAIN)
    with pytest.raises(Unreadable, match="juesuan ingest") as refusal:
        extract(_zip(("a.docx", FORMS["docx"](MADE)), ("b.docx", FORMS["docx"](other))), "a.zip")
    assert MADE.truth.department in refusal.value.reason_zh


def test_tables_of_another_department_or_year_are_not_joined() -> None:
    other = disclosure(2, MINISTRY)
    assert other.truth.department != MADE.truth.department
    files = [_parts(MADE, "docx", "xlsx")[0], _parts(other, "docx", "xlsx")[1]]
    with pytest.raises(Unreadable, match="more than one"):
        extract(_zip(*files), "a.zip")
    pieces = [bundles.piece_of(data, name) for name, data in files]
    assert bundles.groups_of(pieces) == []


def test_two_versions_of_one_table_are_not_joined() -> None:
    told, tables = _parts(MADE, "docx", "xlsx")
    again = ("附表（更正）.xls", FORMS["xls"](tables_of(MADE)))
    pieces = [bundles.piece_of(data, name) for name, data in (told, tables, again)]
    assert bundles.groups_of(pieces) == []


def test_the_same_files_make_the_same_archive_in_whatever_order_they_come() -> None:
    files = _parts(MADE, "txt", "md")
    assert archive.bundle(files) == archive.bundle(files[::-1])
    members = archive.members_of(archive.bundle([*files, ("说明.txt", b"x")]))
    assert [member.name for member in members] == ["2-说明.txt", "说明.txt", "附表.md"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", ("etc", "passwd.txt")),
        ("/elsewhere/a.txt", ("elsewhere", "a.txt")),
        ("C:\\Windows\\a.txt", ("", "_Windows_a.txt")),
        ("a\x1b[31m\u202e.txt", ("", "a[31m.txt")),
        ("x" * 500 + ".txt", ("", "x" * 56 + ".txt")),
    ],
)
def test_no_name_in_an_archive_is_ever_a_path(name: str, shown: tuple[str, str]) -> None:
    [member] = archive.members_of(_zip((name, b"words")))
    assert (member.folder, member.name) == shown
    assert member.data == b"words"


def test_names_that_a_chinese_system_wrote_without_saying_so_are_read() -> None:
    data = _zip(("NAME.txt", b"words"))
    written = "决算.txt".encode("gb18030")
    assert len(written) == len("NAME.txt")
    [member] = archive.members_of(data.replace(b"NAME.txt", written))
    assert member.name == "决算.txt"


def test_what_systems_leave_in_archives_is_left_out() -> None:
    names = ["__MACOSX/._a.txt", ".DS_Store", "x/Thumbs.db", "~$说明.docx", "说明.txt"]
    assert [m.name for m in archive.members_of(_zip(*((name, b"w") for name in names)))] == ["说明.txt"]


def test_an_archive_in_an_archive_is_opened_once_and_no_deeper() -> None:
    inner = _zip(("a.txt", b"words"))
    [member] = archive.members_of(_zip(("inner.zip", inner)))
    assert (member.folder, member.name, member.data) == ("inner.zip", "a.txt", b"words")
    [deep] = archive.members_of(_zip(("outer.zip", _zip(("inner.zip", inner)))))
    assert deep.refusal is not None
    assert "nested" in deep.refusal.reason_en
    assert deep.data == inner


def test_an_office_file_in_an_archive_is_no_archive() -> None:
    [member] = archive.members_of(_zip(("a.docx", FORMS["docx"](MADE))))
    assert member.name == "a.docx"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = _zip(("a.txt", b"\x00" * 30_000_000))
    [member] = archive.members_of(bomb)
    assert member.refusal is not None
    assert "unpacks" in member.refusal.reason_en
    many = _zip(*((f"{n}.txt", b"") for n in range(2001)), method=zipfile.ZIP_STORED)
    with pytest.raises(Unreadable, match="too many files"):
        archive.members_of(many)


def test_a_member_that_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    data = _zip(("a.txt", b"\x00" * 1_000_000))
    size = (1_000_000).to_bytes(4, "little")
    [member] = archive.members_of(data.replace(size, (10).to_bytes(4, "little")))
    assert member.refusal is not None
    assert len(member.data) < 10_000


def test_an_encrypted_member_is_refused_by_itself() -> None:
    data = bytearray(_zip(("a.txt", b"words"), ("b.txt", b"more words")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    locked, free = archive.members_of(bytes(data))
    assert locked.refusal is not None
    assert "password" in locked.refusal.reason_en
    assert free.data == b"more words"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_archive_cut_short_says_so(share: float) -> None:
    data = _zip(*_parts(MADE, "txt", "md"))
    with pytest.raises(Unreadable, match="damaged"):
        read(data[: int(len(data) * share)], "a.zip")


@pytest.mark.parametrize(
    ("head", "label"), [(b"Rar!\x1a\x07\x01\x00", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b\x08", "gzip")]
)
def test_other_archives_are_named_and_refused(head: bytes, label: str) -> None:
    assert format_of(head + b"\x00" * 99) == "archive"
    with pytest.raises(Unreadable, match=label) as refusal:
        read(head + b"\x00" * 99, "a.bin")
    assert "ZIP" in refusal.value.what_to_do
