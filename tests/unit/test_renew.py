"""Documents read over all cores.

Prevented failures: a document that is told twice or not at all, a core that stands idle, a long wait without a word of
how long it will last.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from street_home import CORPUS

from pipelines import hands, paths
from pipelines.documents import intake, quarantine
from pipelines.extraction import renew
from pipelines.extraction.apart import Reader

TEXT = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")


@pytest.fixture
def _seven_registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    paths.inbox().mkdir(parents=True)
    for number in range(7):
        (paths.inbox() / f"{number}.txt").write_text(f"{TEXT}{number}\n", encoding="utf-8")
    assert len(intake.take_in(date(2026, 1, 5)).arrived) == 7


@pytest.mark.usefixtures("_seven_registered")
@pytest.mark.parametrize(("cores", "processes"), [(1, 1), (3, 3), (20, 7)])
def test_every_core_reads_and_every_document_is_told_once(
    monkeypatch: pytest.MonkeyPatch, cores: int, processes: int
) -> None:
    begun: list[Reader] = []

    def reader() -> Reader:
        begun.append(Reader(seconds=60, megabytes=1024))
        return begun[-1]

    monkeypatch.setattr(hands, "many", lambda: cores)
    monkeypatch.setattr(renew, "reader", reader)
    told: list[tuple[int, int, str, float]] = []
    done = renew.renew(renew.registered(), quarantine.hold_stored, lambda *said: told.append(said))
    assert len(begun) == processes
    assert [number for number, _, _, _ in told] == [1, 2, 3, 4, 5, 6, 7]
    assert sorted(name for _, _, name, _ in told) == [f"{number}.txt" for number in range(7)]
    assert told[0][3] > 0
    assert told[-1][3] == 0
    assert sorted(done.read) == sorted(folder.name for folder in paths.extracted().iterdir())
    again = renew.renew(renew.registered(), quarantine.hold_stored)
    assert (again.read, len(again.unchanged)) == ([], 7)
