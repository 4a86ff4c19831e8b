"""Prevents: a document that is lost, doubled or renamed on its way in, and a register that says less than it
did."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines import paths
from pipelines.documents import intake, quarantine, register
from pipelines.documents.register import Entry, RegisterError

TODAY = date(2026, 11, 21)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    (tmp_path / "raw" / "inbox").mkdir(parents=True)
    return tmp_path


def test_what_is_written_is_what_is_read(home: Path) -> None:
    entry = Entry("a" * 16, '怪, "名".txt', "a" * 64, "3", department="青禾区水务局", what="多\n行")
    register.write(paths.register(), [entry])
    assert register.read(paths.register()) == [entry]
    assert not list(paths.raw().glob(".*tmp"))
    assert home in paths.register().parents


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace("document_id,", "id,", 1), "columns"),
        (lambda text: text + text.splitlines()[1] + "\n", "registered twice"),
        (lambda text: text.replace("aaaaaaaaaaaaaaaa,", "bbbbbbbbbbbbbbbb,", 1), "first 16 digits"),
        (lambda text: text.rstrip("\n") + ",more\n", "13 values"),
    ],
)
def test_a_broken_register_is_refused_with_its_line(home: Path, change: object, says: str) -> None:
    register.write(home / "register.csv", [Entry("a" * 16, "a.txt", "a" * 64, "3")])
    text = (home / "register.csv").read_text(encoding="utf-8")
    (home / "register.csv").write_text(change(text), encoding="utf-8")  # type: ignore[operator]
    with pytest.raises(RegisterError, match=says):
        register.read(home / "register.csv")


def test_the_inbox_is_taken_in_once_and_left_empty(home: Path) -> None:
    (paths.inbox() / "甲.txt").write_bytes("正文".encode())
    (paths.inbox() / "deep").mkdir()
    (paths.inbox() / "deep" / "乙.TXT").write_bytes("正文".encode())
    (paths.inbox() / ".hidden").write_bytes(b"x")
    arrivals = intake.take_in(TODAY).arrived
    assert len(arrivals) == 2
    assert len({entry.document_id for entry in arrivals}) == 1
    entries = register.read(paths.register())
    assert [entry.received_on for entry in entries] == ["2026-11-21"]
    kept = intake.stored(entries[0].document_id)
    assert kept is not None
    assert kept.read_bytes() == "正文".encode()
    assert intake.waiting() == []
    assert intake.take_in(TODAY).arrived == []
    assert (home / "raw" / "inbox" / ".hidden").exists()


def test_a_file_laid_among_the_documents_is_registered_under_its_id(home: Path) -> None:
    paths.documents().mkdir(parents=True)
    (paths.documents() / "2024决算.md").write_bytes(b"# x")
    (entry,) = intake.take_in(TODAY).arrived
    assert entry.source_name == "2024决算.md"
    assert [f.name for f in paths.documents().iterdir()] == [f"{entry.document_id}.md"]
    assert home in paths.documents().parents


def test_a_quarantined_file_keeps_its_bytes_and_its_reason_and_leaves_the_documents(home: Path) -> None:
    (paths.inbox() / "坏.txt").write_bytes(b"\x00\x01")
    (entry,) = intake.take_in(TODAY).arrived
    quarantine.hold(entry, b"\x00\x01", "不是文本", "not text", "另存为文本")
    assert (home / "raw" / "quarantine" / entry.document_id / "坏.txt").read_bytes() == b"\x00\x01"
    assert intake.stored(entry.document_id) is None
    assert register.read(paths.register()) == []
    assert [(h.reason_zh, h.what_to_do) for h in quarantine.read()] == [("不是文本", "另存为文本")]
    quarantine.hold(entry, b"\x00\x01", "仍不是文本", "still not text", "另存为文本")
    assert [h.reason_zh for h in quarantine.read()] == ["仍不是文本"]
    quarantine.let_go(entry.document_id)
    assert quarantine.read() == []


def test_what_somebody_stated_of_a_document_survives_its_quarantine(home: Path) -> None:
    stated = Entry("c" * 16, "丙.txt", "c" * 64, "2", department="临川市青禾区水务局")
    register.write(paths.register(), [stated])
    quarantine.hold(stated, b"xx", "坏", "bad", "换一份")
    assert register.read(paths.register()) == [stated]
    assert home in paths.quarantine().parents
