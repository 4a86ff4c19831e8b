"""What people decided about findings. Reads and writes `expectations/dispositions.csv`, and nothing else.

Grain: one row per decision; of several on one finding the latest stands (of one day's, the last in the file). Rows
lie in order of finding, so that two people's decisions change different lines, and git merges them.
"""

from __future__ import annotations

import csv
import fcntl
import hashlib
import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

PUBLISHER_ERROR, READING_ERROR, ACCEPTED, WAIVED = "publisher_error", "reading_error", "accepted", "waived"
DECISIONS = (PUBLISHER_ERROR, READING_ERROR, ACCEPTED, WAIVED)
LONGEST_REASON = 1000
LONGEST_NAME = 60
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; dates are ISO, `expires_on` is empty where it holds for good."""

    finding_id: str
    decision: str
    reason: str
    who: str
    decided_on: str
    expires_on: str = ""

    @property
    def mark(self) -> str:
        """A short name of this very decision: what a reader had before his eyes when he decided otherwise."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]

    def waives(self, today: str) -> bool:
        return self.decision == WAIVED and (not self.expires_on or self.expires_on >= today)


COLUMNS = tuple(field.name for field in fields(Decision))


class FileNotUnderstood(RuntimeError):
    """The file holds something else than decisions: it is left as it is, and nothing is added."""


class Refused(ValueError):
    """A decision that lacks something; `told` says what, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        self.told = (zh, en)
        super().__init__(f"{zh} / {en}")


class DecidedMeanwhile(RuntimeError):
    """Somebody decided about the finding after the reader had opened it."""

    def __init__(self, standing: Decision | None) -> None:
        self.standing = standing
        super().__init__("decided meanwhile")


class Dispositions:
    """The file of decisions; what was read is kept until the file changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int, int], list[Decision]] | None = None

    def all(self) -> list[Decision]:
        """Every decision, in the file's order; raises FileNotUnderstood."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return []
        version = (state.st_ino, state.st_size, state.st_mtime_ns)
        kept = self._read
        if kept is None or kept[0] != version:
            kept = (version, _parse(self._path))
            self._read = kept
        return kept[1]

    def standing(self) -> dict[str, Decision]:
        """The decision that stands, by finding."""
        latest: dict[str, Decision] = {}
        for decision in self.all():
            before = latest.get(decision.finding_id)
            if before is None or before.decided_on <= decision.decided_on:
                latest[decision.finding_id] = decision
        return latest

    def add(self, decision: Decision, seen: str) -> None:
        """The decision stands in the file. Raises Refused, FileNotUnderstood, and DecidedMeanwhile unless `seen` is the
        mark of the decision that stands now (empty: none does)."""
        check(decision)
        with _alone(self._path.parent):
            self._read = None
            held = self.all()
            standing = self.standing().get(decision.finding_id)
            if (standing.mark if standing else "") != seen:
                raise DecidedMeanwhile(standing)
            if decision != standing:
                _replace(self._path, _written([*held, decision]))
            self._read = None


def check(decision: Decision) -> None:
    """Raises Refused where the night's refresh would refuse the row, or a waiver has no end."""
    if not _ID.fullmatch(decision.finding_id):
        raise Refused("没有这项发现", "there is no such finding")
    if decision.decision not in DECISIONS:
        raise Refused("请选择一项处理决定", "choose a decision")
    if not decision.reason:
        raise Refused("请写明理由", "give a reason")
    if not decision.who:
        raise Refused("请署名", "give your name")
    if len(decision.reason) > LONGEST_REASON or len(decision.who) > LONGEST_NAME:
        raise Refused("理由或署名过长", "the reason or the name is too long")
    if decision.decision == WAIVED:
        if not _is_date(decision.expires_on):
            raise Refused("豁免须写明截止日期", "a waiver needs the day on which it ends")
        if decision.expires_on < decision.decided_on:
            raise Refused("截止日期已过", "that day has passed")
    elif decision.expires_on:
        raise Refused("只有豁免才有截止日期", "only a waiver has a last day")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _parse(path: Path) -> list[Decision]:
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FileNotUnderstood(f"{path.name}: {error}") from None
    if rows and tuple(rows[0]) != COLUMNS:
        raise FileNotUnderstood(f"{path.name}: {','.join(rows[0])} ≠ {','.join(COLUMNS)}")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(COLUMNS):
            raise FileNotUnderstood(f"{path.name}: row {number}: {len(row)} ≠ {len(COLUMNS)}")
    return [Decision(*(value.strip() for value in row)) for row in rows[1:]]


def _written(decisions: list[Decision]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    # Sorting is stable: of one day's decisions the last one stays the last.
    writer.writerows(astuple(d) for d in sorted(decisions, key=lambda d: (d.finding_id, d.decided_on)))
    return buffer.getvalue().encode("utf-8")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other desk writes meanwhile. The lock is the folder's own, ends with the process, and leaves no file."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, content: bytes) -> None:
    """A reader sees the old file or the new one, and after a crash one of them is there."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
