"""Prevents: a kill, in a room or at its border, that costs a figure, shows half a night, or needs a hand afterwards."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from street_home import CORPUS, Home
from struck import MIDDLES, ROOMS, Street
from whole import from_nothing, published

from pipelines.cli.progress import ROOMS as STREET


def _arrives(home: Home) -> None:
    """A document that is new tonight lies in the inbox."""
    text = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8").replace("青禾区", "丁香县")
    inbox = home.folder / "raw" / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / "dingxiang.txt").write_text(text, encoding="utf-8")


def _is_outdated(home: Home) -> None:
    """A document that was read by an earlier version of the reader."""
    row = next(path for path in _documents(home) if "青禾区" in path.read_text(encoding="utf-8"))
    head, _, _ = row.read_text(encoding="utf-8").rstrip().rpartition(",")
    row.write_text(f"{head},0.0.1\n", encoding="utf-8")


def _documents(home: Home) -> list[Path]:
    return sorted((home.folder / "raw" / "extracted").glob("*/document.csv"))


def _wants_pages(home: Home) -> None:
    (home.folder / "build" / "dbt" / "docs_made_from.txt").unlink()


BEFORE = {
    "stored, not registered": _arrives,
    "old away, new not there": _is_outdated,
    "page made, not in its place": _wants_pages,
}


@pytest.fixture(scope="module")
def struck(refreshed: Home) -> Home:
    """A home whose rooms were killed one after the other, each in its middle and again when it had just finished."""
    nights = [published(refreshed)]
    with Street(refreshed.folder) as street:
        for middle, (room, _) in MIDDLES.items():
            BEFORE.get(middle, lambda _: None)(refreshed)
            ended = street.run(room, middle=middle)
            assert ended.signal == signal.SIGKILL, f"{middle}: not reached: {ended.said}"
            _is_one_whole_night(refreshed, nights, middle)
            if middle == [name for name, (own, _) in MIDDLES.items() if own == room][-1]:
                ended = street.run(room, border=True)
                assert ended.signal == signal.SIGKILL, f"{room}: its end was not reached: {ended.said}"
                _is_one_whole_night(refreshed, nights, f"after {room}")
    return refreshed


def _is_one_whole_night(home: Home, nights: list[dict[str, list[tuple[object, ...]]]], where: str) -> None:
    """What is current is what its manifest says, and the rows of one night: yesterday's until the link is swapped."""
    now = published(home)
    if now != nights[-1]:
        assert where == "an old snapshot half removed", f"readers saw another night after a kill {where}"
        nights.append(now)


def test_every_room_of_the_street_is_struck() -> None:
    assert set(ROOMS) == set(STREET)


def test_the_night_after_ends_where_a_build_from_nothing_ends_and_says_so(struck: Home) -> None:
    # Half a snapshot and half an extraction, as those kills left them that no later room has met.
    (struck.folder / "raw" / "extracted" / ".0123456789abcdef.new1").mkdir()
    (struck.published / ".building-1").mkdir()
    (struck.folder / "build" / "unfinished").write_text("2026-01-05 18:00 · 1", encoding="utf-8")
    done = struck.juesuan("refresh", JUESUAN_KEEP_SNAPSHOTS="1")
    assert done.returncode == 0, done.stdout + done.stderr
    told, wanted = published(struck), from_nothing(struck)
    assert told.keys() == wanted.keys()
    for table, rows in wanted.items():
        assert told[table] == rows, table
    assert any("丁香县" in str(row) for row in told["dim_document"])
    for zh, en in {
        "没有完成，已从中断处重做": "the last refresh (begun 2026-01-05 18:00 UTC) did not finish",
        "1 份未写完的提取结果": "1 half-written extractions were left",
        "1 份半成品快照": "half a snapshot was left",
    }.items():
        assert zh in done.stdout
        assert en in done.stdout
    assert not [path.name for path in struck.published.iterdir() if path.name.startswith(".")]
    assert not [path.name for path in (struck.folder / "raw" / "extracted").iterdir() if path.name.startswith(".")]
    assert not list((struck.folder / "raw" / "inbox").iterdir())
