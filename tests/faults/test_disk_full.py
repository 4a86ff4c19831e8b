"""Prevents: a disk that is full in some room of the street, and a figure, a document or a night that it costs.

The true error (ENOSPC) on a small disk of its own, where this machine lets a test mount one; and everywhere the next
best, a limit on how long a file may grow (EFBIG).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from street_home import CORPUS, Home
from struck import ROOMS, Street
from whole import published

SMALL_DISK = 'mount -t tmpfs -o size=200m tmpfs "$0" && cp -a "$1/." "$0" && shift && exec "$@"'
LEFT = 64 * 1024
"""Bytes that are left on the disk when a room begins."""
WRITES_MUCH = {"raw_tables", "models_as_printed", "models_as_meant", "publication__snapshot"}
"""Rooms that cannot finish on so little; the others may, or may do without what they could not write."""
LIMITED = {"documents__register": 1, "extraction__tables": 1, "raw_tables": 20}
"""Kilobytes that a file may grow to, in rooms that are quickly tried again."""


def arrives(home: Home, name: str) -> None:
    """A document that is new tonight lies in the inbox."""
    inbox = home.folder / "raw" / "inbox"
    inbox.mkdir(exist_ok=True)
    text = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")
    (inbox / "new.txt").write_text(text.replace("青禾区", name), encoding="utf-8")


def _mounts() -> bool:
    asked = ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _fill(disk: Path) -> Path:
    """The disk has no more than `LEFT` bytes left."""
    about = os.statvfs(disk)
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(max(about.f_bavail * about.f_bsize - LEFT, 0)))
    return ballast


@pytest.mark.skipif(not _mounts(), reason="a test may mount no disk of its own here (unshare -rm): see the one below")
def test_a_full_disk_in_each_room_costs_nothing_once_there_is_space_again(refreshed: Home, tmp_path: Path) -> None:
    arrives(refreshed, "海棠县")
    disk = tmp_path / "disk"
    disk.mkdir()
    enter = ("unshare", "-rm", "sh", "-c", SMALL_DISK, str(disk), str(refreshed.folder))
    with Street(disk, *enter) as street:
        yesterday = street.digest("published")
        outside = street.seen_from_outside(disk)
        for room in ROOMS:
            ballast = _fill(outside)
            ended = street.run(room)
            ballast.unlink()
            if room in WRITES_MUCH:
                assert not ended.succeeded, f"{room} needed no disk"
                assert "No space left" in ended.said, f"{room}: {ended.said}"
            assert street.digest("published") == yesterday, f"{room}: readers saw something else"
            again = street.run(room)
            assert again.succeeded, f"{room}: {again.said}"
        today = street.digest("published")
        assert today not in (yesterday, "")
        assert today == street.digest("from_nothing")
    (refreshed.folder / "raw" / "inbox" / "new.txt").unlink()


def test_a_file_that_may_not_grow_costs_nothing_once_it_may(refreshed: Home) -> None:
    arrives(refreshed, "紫荆县")
    before = published(refreshed)
    with Street(refreshed.folder) as street:
        for room, most in LIMITED.items():
            ended = street.run(room, most=most * 1024)
            assert not ended.succeeded, f"{room} wrote no file of {most} kB"
            assert "File too large" in ended.said, f"{room}: {ended.said}"
            assert published(refreshed) == before
            again = street.run(room)
            assert again.succeeded, f"{room}: {again.said}"
    with duckdb.connect(str(refreshed.folder / "build" / "juesuan.duckdb"), read_only=True) as built:
        loaded = built.execute("select count(*) from raw.document where department like '%紫荆县%'").fetchall()
    assert loaded == [(1,)]
