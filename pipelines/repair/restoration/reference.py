"""The reference rows restoration needs: what columns mean, what lines and economic items are called.

Reads `column_meaning`, `statement_kind`, `line_label`, `dim_economic_code`, `economic_alias` and `dim_function_code` of
a seeds folder; writes one `Reference`.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines import paths
from pipelines.repair.restoration.facts import Meaning

_BLANK = re.compile(r"\s+")
_QUOTES = str.maketrans("", "", "\"'“”‘’「」『』《》")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.](?!\d)|\(\d{1,2}\))"
)
TOTALS = frozenset({"合计", "总计", "本年合计", "总合计"})
SUBTOTALS = frozenset({"小计", "合计"})


def plain(text: str) -> str:
    """The text as reference rows spell it: no blanks, no quotes, ASCII digits and brackets."""
    folded = unicodedata.normalize("NFKC", text).replace("〔", "(").replace("〕", ")")
    return _BLANK.sub("", folded).translate(_QUOTES)


def bare_label(text: str) -> str:
    """A row label without numbering and stops."""
    return re.sub(r"[:,.、;*]", "", _NUMBERING.sub("", plain(text)))


@dataclass(frozen=True, slots=True)
class Reference:
    """Reference rows as lookups; `columns` keeps the order of the seed, which is the order the form prints."""

    columns: dict[str, dict[str, Meaning]]
    headers: dict[tuple[str, str], frozenset[str]]
    label_headers: frozenset[str]
    matrices: frozenset[str]
    lines: dict[tuple[str, str, str, str], Meaning]
    function_classes: dict[str, str]
    economic_classes: dict[str, str]
    economic_items: dict[str, dict[str, str]]
    """Class code → plain name or alias → item code."""

    def item_of(self, klass: str, name: str) -> str:
        """The item of the class so called; a name cut short counts when only one item begins or ends so."""
        items = self.economic_items.get(klass, {})
        if name in items:
            return items[name]
        if len(name) < 3:
            return ""
        near = {code for known, code in items.items() if known.startswith(name) or name.startswith(known)}
        return near.pop() if len(near) == 1 else ""


@cache
def reference_of(folder: Path | None = None) -> Reference:
    """The reference of a seeds folder (the project's own by default), read once."""
    seeds = folder or paths.seeds()
    columns: dict[str, dict[str, Meaning]] = {}
    headers: dict[tuple[str, str], frozenset[str]] = {}
    label_headers: set[str] = set()
    for row in _rows(seeds, "column_meaning"):
        headings = frozenset(plain(part) for part in row["header"].split(";"))
        if row["column_key"].startswith("word_"):
            continue
        if not row["kind"]:
            label_headers |= headings
            continue
        headers[row["kind"], row["column_key"]] = headings
        columns.setdefault(row["kind"], {})[row["column_key"]] = Meaning(
            row["subject"], row["flow"], row["nature"], row["fund"], row["aspect"]
        )
    economic = _rows(seeds, "dim_economic_code")
    names = [(plain(row["name"]), row["code"]) for row in economic]
    names += [(plain(row["alias"]), row["code"]) for row in _rows(seeds, "economic_alias")]
    items: dict[str, dict[str, str]] = {}
    for name, code in names:
        if len(code) == 5:
            items.setdefault(code[:3], {}).setdefault(name, code)
    return Reference(
        columns=columns,
        headers=headers,
        label_headers=frozenset(label_headers),
        matrices=frozenset(row["kind"] for row in _rows(seeds, "statement_kind") if not row["requires"]),
        lines={
            (row["kind"], row["block"], bare_label(row["label"]), bare_label(row["context"])): Meaning(
                row["subject"], row["flow"], row["nature"], row["fund"]
            )
            for row in _rows(seeds, "line_label")
        },
        function_classes={
            plain(row["name"]): row["code"] for row in _rows(seeds, "dim_function_code") if row["level"] == "class"
        },
        economic_classes={name: code for name, code in reversed(names) if len(code) == 3},
        economic_items=items,
    )


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
