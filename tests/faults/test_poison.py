"""Prevents: one document that stops the reading of all the others: it raises, never ends, or takes all the memory."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import deeds
import pytest
from street_home import CORPUS

from pipelines import paths
from pipelines.cli import poison
from pipelines.cli.main import main
from pipelines.documents import intake, quarantine, register
from pipelines.extraction import contract, renew
from pipelines.extraction.apart import Reader
from pipelines.extraction.errors import ContractBroken, Unreadable
from pipelines.extraction.extract import Extracted, extract

Deed = Callable[[bytes, str], Extracted]
TEXT = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")


POISON = {
    deeds.raises: ("RecursionError: nested too deeply", "出错"),
    deeds.never_ends: ("not read within 1 seconds", "1 秒内未能读完"),
    deeds.takes_all_memory: ("more than 1024 MB", "超过 1024 MB"),
    deeds.is_killed: ("ended (exit code -9)", "意外终止"),
    deeds.refuses: ("empty", "空文件"),
}


@pytest.mark.parametrize("deed", POISON, ids=lambda task: task.__name__)
def test_what_a_document_does_to_its_reader_is_a_reason_in_both_languages(deed: Deed) -> None:
    en, zh = POISON[deed]
    with (
        Reader(seconds=1 if deed is deeds.never_ends else 60, megabytes=1024) as reader,
        pytest.raises(Unreadable) as told,
    ):
        reader.ask(deed, b"", "x")
    assert en in told.value.reason_en
    assert zh in told.value.reason_zh
    assert told.value.what_to_do


def test_the_reader_goes_on_after_each_of_them_and_reads_as_if_alone() -> None:
    data = TEXT.encode()
    with Reader(seconds=60, megabytes=1024) as reader:
        for deed in (deeds.raises, deeds.takes_all_memory, deeds.is_killed, deeds.refuses):
            with pytest.raises(Unreadable):
                reader.ask(deed, b"", "x")
            assert reader.ask(extract, data, "a.txt") == extract(data, "a.txt")


def test_three_poisonous_documents_among_sixty_are_quarantined_and_the_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    monkeypatch.setattr(renew, "extract", deeds.scattered)
    monkeypatch.setattr(renew, "reader", lambda: Reader(seconds=10, megabytes=1024))
    paths.inbox().mkdir(parents=True)
    for number in range(57):
        (paths.inbox() / f"{number:02}.txt").write_text(f"{TEXT}\n{number}\n", encoding="utf-8")
    for what in deeds.SCATTER:
        (paths.inbox() / f"3{what}.txt").write_text(f"{TEXT}\n{what}\n", encoding="utf-8")
    assert len(intake.take_in(date(2026, 1, 5)).arrived) == 60
    done = renew.renew(renew.registered(), quarantine.hold_stored)
    assert len(done.read) == 57
    assert len(done.unreadable) == 3
    held = {row.source_name: row for row in quarantine.read()}
    assert held.keys() == {f"3{what}.txt" for what in deeds.SCATTER}
    assert all(row.reason_zh and row.reason_en and row.what_to_do for row in held.values())
    assert len(register.read(paths.register())) == 57
    assert {folder.name for folder in paths.extracted().iterdir()} == set(done.read)
    with (paths.extracted() / done.read[0] / "claims.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 47


ODD = {
    "digits of another script": {"numeral": "٤٤٠.٠٠"},
    "mathematical digits": {"numeral": "𝟒𝟒𝟎"},
    "fifteen digits": {"numeral": "999999999999999.99"},
    "ten to the thirty": {"numeral": "1" + "0" * 30},
    "a page beyond all counting": {"page": "99999999999"},
    "a NUL": {"label": "农\x00林"},
    "half a surrogate pair": {"label": "农\ud800林"},
    "a label without end": {"label": "农" * 100_001},
    "two lines": {"label": "农\n林"},
}


@pytest.mark.parametrize("odd", ODD)
def test_a_value_that_the_warehouse_cannot_hold_does_not_leave_the_room_of_readers(odd: str) -> None:
    row = extract(TEXT.encode(), "a.txt").claims[0]
    contract.check("claims", [row], 100)
    with pytest.raises(ContractBroken) as told:
        contract.check("claims", [row | ODD[odd]], 100)
    assert len(str(told.value)) < 300


def test_digits_of_another_script_are_text_and_no_figure() -> None:
    plain = extract(TEXT.encode(), "a.txt")
    odd = extract(TEXT.replace("440.00", "٤٤٠.٠٠").encode(), "a.txt")
    assert 0 < len(odd.claims) < len(plain.claims)
    assert all(row["numeral"].isascii() for row in odd.claims)


@pytest.mark.parametrize(("poisonous", "blamed"), [(1, 1), (30, 30), (31, 0), (60, 0)])
def test_where_most_documents_fail_none_of_them_is_to_blame(
    monkeypatch: pytest.MonkeyPatch, poisonous: int, blamed: int
) -> None:
    """Then models or program are wrong: sixty documents in quarantine would hide it."""
    documents = [f"{number:016d}" for number in range(60)]
    bad, held = set(documents[:poisonous]), list[str]()
    monkeypatch.setattr(poison, "BATCH", 60)
    monkeypatch.setattr(poison, "_suspects", lambda: documents)
    monkeypatch.setattr(poison, "_failure", lambda tried: "out of range" if bad & set(tried) else None)
    monkeypatch.setattr(quarantine, "withdraw", lambda document, _reason: held.append(document))
    said = poison.isolate()
    assert len(said) == blamed
    assert set(held) == (bad if blamed else set())


def test_a_full_disk_or_a_damaged_warehouse_is_no_documents_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_tried: object) -> str:
        raise OSError("No space left on device")

    monkeypatch.setattr(poison, "_suspects", lambda: ["0" * 16])
    monkeypatch.setattr(poison, "_failure", fails)
    assert poison.isolate() == []


def test_what_the_models_cannot_carry_is_said_by_check_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.txt"
    path.write_text(TEXT.replace("440.00万元", "9999999999999.99亿元"), encoding="utf-8")
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().err
    assert "模型无法处理其中的数值" in told
    assert "the models cannot carry what it says" in told
