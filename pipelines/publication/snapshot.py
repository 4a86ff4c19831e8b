"""Where snapshots lie and which one is current. Reads and writes `published/`, names only.

A snapshot is a folder that never changes once it has its name; `published/current` is a link that is swapped
in one step.
"""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

DATABASE = "juesuan.duckdb"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_UNFINISHED = ".building-"
_LEAVING = ".leaving-"
_TIME = "%Y%m%dT%H%M%SZ"
_NEW_LINK = ".current-"


def current(published: Path) -> Path | None:
    """The folder of the published snapshot, links resolved; None when nothing is published yet."""
    link = published / "current"
    folder = link.resolve()
    return folder if link.is_symlink() and (folder / DATABASE).exists() else None


def all_snapshots(published: Path) -> list[Path]:
    """Every finished snapshot, oldest first."""
    if not published.is_dir():
        return []
    return sorted(f for f in published.iterdir() if _NAME.fullmatch(f.name) and f.is_dir() and not f.is_symlink())


def clear(published: Path) -> int:
    """Nothing unfinished is left of runs that were killed; how many pieces went."""
    published.mkdir(parents=True, exist_ok=True)
    gone = 0
    for leftover in published.iterdir():
        if leftover.name.startswith(_NEW_LINK):
            leftover.unlink()
        elif leftover.name.startswith((_UNFINISHED, _LEAVING)):
            shutil.rmtree(leftover)
        else:
            continue
        gone += 1
    return gone


def unfinished(published: Path) -> Path:
    """A new empty folder to build a snapshot in, beside where it will stand."""
    folder = published / f"{_UNFINISHED}{os.getpid()}"
    folder.mkdir()
    return folder


def free_name(published: Path, content: str) -> str:
    """A name that stands behind every snapshot there is, whatever the clock says: names are the order of nights."""
    now = datetime.now(UTC).replace(microsecond=0)
    named = [datetime.strptime(f.name.split("-")[0], _TIME).replace(tzinfo=UTC) for f in all_snapshots(published)]
    return f"{max([now, *(time + timedelta(seconds=1) for time in named)]):{_TIME}}-{content}"


def sync(path: Path) -> None:
    """The file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give_name(building: Path, name: str) -> Path:
    """The built folder, all of it on disk, stands under its name."""
    for below in sorted(building.rglob("*"), reverse=True):
        sync(below)
    sync(building)
    final = building.parent / name
    building.rename(final)
    sync(building.parent)
    return final


def make_current(snapshot: Path) -> None:
    """`current` points to the snapshot; a reader sees the old one or the new one, never neither."""
    link = snapshot.parent / f"{_NEW_LINK}{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(snapshot.name, target_is_directory=True)
    link.replace(snapshot.parent / "current")
    sync(snapshot.parent)


def prune(published: Path, keep: int) -> list[str]:
    """At most `keep` snapshots are left beside the current one, the newest; returns the names of those that
    went."""
    now = current(published)
    others = [folder for folder in all_snapshots(published) if folder != now]
    going = others[: max(len(others) - keep, 0)]
    for folder in going:
        # Half a snapshot is none: it loses its name first.
        shutil.rmtree(folder.rename(published / f"{_LEAVING}{folder.name}"))
    return [folder.name for folder in going]
