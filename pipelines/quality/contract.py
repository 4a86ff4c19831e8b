"""What readers rely on, as data.

Reads `expectations/contract.yml`; writes nothing; grain: one `TableContract` per published table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml


class ContractError(ValueError):
    """The contract names a vocabulary, a pattern or a column that it does not declare."""


@dataclass(frozen=True, slots=True)
class TableContract:
    """One table: its grain, its columns and what they may hold (patterns are of the whole value)."""

    name: str
    grain: tuple[str, ...]
    not_empty: bool
    columns: tuple[str, ...]
    not_null: tuple[str, ...]
    patterns: Mapping[str, str]
    vocabularies: Mapping[str, tuple[str, ...]]
    money: tuple[str, str, str] | None
    """The columns of the value, its printed unit and the amount in 万元, where the table has them."""
    by_document: bool = False
    """Whether rows change with their document alone, so that those of an unchanged one need no second look."""


@dataclass(frozen=True, slots=True)
class Contract:
    """All tables, and the vocabularies that no single table owns."""

    tables: tuple[TableContract, ...]
    verdicts: tuple[str, ...]
    money_units: tuple[str, ...]


def read_contract(path: Path) -> Contract:
    """The contract as declared; raises ContractError when it refers to what it does not declare."""
    declared = yaml.safe_load(path.read_text(encoding="utf-8"))
    closed = {name: tuple(entry["values"]) for name, entry in declared["vocabularies"].items()}
    open_ended = {name: _pattern(entry) for name, entry in declared["vocabularies"].items() if "pattern" in entry}
    tables: list[TableContract] = []
    for name, entry in declared["tables"].items():
        columns = tuple(entry["columns"])
        words = entry.get("vocabularies", {})
        shapes = entry.get("patterns", {})
        named = {*entry.get("grain", ()), *entry.get("not_null", ()), *words, *shapes}
        unknown = sorted(
            (named - set(columns))
            | (set(words.values()) - set(closed))
            | (set(shapes.values()) - set(declared["patterns"]))
        )
        if unknown:
            raise ContractError(f"{path.name}: {name} refers to undeclared {', '.join(unknown)}")
        patterns = {column: _whole(declared["patterns"][shape]) for column, shape in shapes.items()}
        patterns |= {column: open_ended[word] for column, word in words.items() if word in open_ended}
        money = entry.get("money")
        tables.append(
            TableContract(
                name=name,
                grain=tuple(entry.get("grain", ())),
                not_empty=bool(entry.get("not_empty", False)),
                columns=columns,
                not_null=tuple(entry.get("not_null", ())),
                patterns=patterns,
                vocabularies={column: closed[word] for column, word in words.items() if word not in open_ended},
                money=(money["value"], money["unit"], money["amount"]) if money else None,
                by_document=bool(entry.get("by_document", False)),
            )
        )
    return Contract(tuple(tables), closed["verdict"], tuple(declared["money_units"]))


def _pattern(vocabulary: Mapping[str, object]) -> str:
    """The pattern of a vocabulary that has more values than can be listed."""
    values = vocabulary["values"]
    assert isinstance(values, list)
    return _whole("|".join([*values, str(vocabulary["pattern"])]))


def _whole(pattern: str) -> str:
    return rf"\A(?:{pattern})\Z"
