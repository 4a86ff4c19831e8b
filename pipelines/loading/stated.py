"""What people state about findings and figures, held to what a statement needs: what, why, who, when.

Reads rows of `expectations/dispositions.csv` and `raw/errata.csv`; writes nothing. Grain: one row per statement. A row
that lacks something is refused with its file, its row and what to do, in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from pipelines.loading.contract import WHOLE
from pipelines.loading.read import LoadError, Row, table_rows

_ID = re.compile(r"[0-9a-f]{16}")
_NUMERAL = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?|-?\d+(\.\d+)?")


class StatementError(LoadError):
    """A row of dispositions or errata says too little, or cannot be understood."""

    def __init__(self, path: Path, row: int, zh: str, en: str) -> None:
        self.told = (f"{path.name}，第 {row} 行：{zh}", f"{path.name}, row {row}: {en}")
        super().__init__(" / ".join(self.told))


def dispositions(path: Path) -> list[Row]:
    """The decision that stands for each finding: the latest, and of one day's the last in the file."""
    standing: dict[str, dict[str, str]] = {}
    for stated, refuse in _rows(path, "disposition", ("finding_id", "decision", "reason", "who", "decided_on")):
        if not _ID.fullmatch(stated["finding_id"]):
            refuse("finding_id 应为 16 位十六进制", "finding_id must be 16 hexadecimal digits")
        decided, expires = (_date(stated, name, refuse) for name in ("decided_on", "expires_on"))
        if expires and decided and expires < decided:
            refuse("expires_on 早于 decided_on", "expires_on lies before decided_on")
        before = standing.get(stated["finding_id"])
        if before is None or before["decided_on"] <= stated["decided_on"]:
            standing[stated["finding_id"]] = stated
    return [tuple(stated.values()) for stated in standing.values()]


def errata(path: Path) -> list[Row]:
    """The errata, one per figure; whether the print is still what they say is for the models to see."""
    kept: dict[str, Row] = {}
    needed = ("document_id", "figure_id", "printed_text", "meant_text", "reason", "source", "noted_by", "noted_on")
    for stated, refuse in _rows(path, "errata", needed):
        if not stated["figure_id"].startswith(f"{stated['document_id']}:"):
            refuse("figure_id 应以 document_id 加冒号开头", "figure_id must begin with document_id and a colon")
        if not _NUMERAL.fullmatch(stated["meant_text"]):
            refuse("meant_text 应为数字，单位写在 meant_unit", "meant_text must be a numeral, its unit in meant_unit")
        _date(stated, "noted_on", refuse)
        if stated["figure_id"] in kept:
            refuse("同一数字有两条勘误，请保留一条", "two errata for one figure: keep one")
        kept[stated["figure_id"]] = tuple(stated.values())
    return list(kept.values())


Refuse = Callable[[str, str], None]


def _rows(path: Path, table: str, needed: Sequence[str]) -> list[tuple[dict[str, str], Refuse]]:
    """Each row by column, blanks around its values gone, with the way to refuse it; nothing needed is empty."""
    found: list[tuple[dict[str, str], Refuse]] = []
    for number, row in enumerate(table_rows(path, WHOLE[table]), start=2):
        stated = {name: value.strip() for name, value in zip(WHOLE[table], row, strict=True)}

        def refuse(zh: str, en: str, number: int = number) -> None:
            raise StatementError(path, number, zh, en)

        missing = [name for name in needed if not stated[name]]
        if missing:
            refuse(f"缺少 {'、'.join(missing)}，请补上", f"{', '.join(missing)} missing: fill in")
        found.append((stated, refuse))
    return found


def _date(stated: dict[str, str], name: str, refuse: Refuse) -> date | None:
    if not stated[name]:
        return None
    try:
        if len(stated[name]) == len("2026-01-31"):
            return date.fromisoformat(stated[name])
    except ValueError:
        pass
    refuse(f"{name}={stated[name]} 不是日期，应写作 2026-01-31", f"{name}={stated[name]} is no date: write 2026-01-31")
    return None
