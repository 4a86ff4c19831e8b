"""The identity catalogue as rows.

Reads `expectations/identities/*.yml`; gives the rows of `raw.identity` (one per identity) and `raw.identity_term` (one
per identity, term and written-out selection). A selector that lists several values is written out as one row for each
combination, so that the SQL joins on equal columns and knows no identity by name.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import yaml

REPORT_GROUPINGS = ("block", "project", "row", "level1", "level2")
"""Within a performance report: one table or line of prose, one project, one row, one group of indicators."""
GROUPINGS = ("statement", "section", "flow", "subject", "nature", "fund", *REPORT_GROUPINGS)
SELECTORS = ("statement", "section", "subject", "subject_level", "flow", "nature", "fund")
OPERATORS = ("=", "<=", "same", "ratio", "statement")
# What the two sides of these are, no selector picks: the sentence itself relates them.
SPOKEN = {"ratio": "ratio_aspect", "statement": "statement_kind"}
SIDES = ("lhs", "rhs", "never")
ACROSS = ("prior", "change", "change_pct", "opening")
"""What of this year's disclosure says something about last year: its own prior figures, its changes, its growth rates,
its opening balances."""
PARTS_TOLD = ("all", "some")
"""Whether a list in a sentence tells all parts of its total, or some."""
VIAS = ("self", "child", "class", "whole", "column", "column_class")
PLAIN = ("title_zh", "title_en", "formula", "severity", "basis")
ASPECT = "settled"
OPTIONAL = (
    *("valid_to", "group_by", "stated_in", "applies_where", "ratio_aspect", "statement_kind"),
    *("across", "parts_told", "terms"),
)
KEYS = {"id", "operator", "valid_from", "version", *PLAIN, *OPTIONAL}


class CatalogueError(ValueError):
    """An identity is not written as the catalogue demands; the message names the file and the identity."""


def load_identities(folder: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The catalogue's rows (identities, terms), all text, in file and print order. Raises CatalogueError."""
    identities: list[dict[str, str]] = []
    terms: list[dict[str, str]] = []
    seen: set[str] = set()
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise CatalogueError(f"身份目录为空，请检查 {folder} / no identities found in {folder}")
    for file in files:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for entry in content["identities"]:
            where = f"{file.name}: {entry.get('id', '?')}"
            _understood(entry, where)
            if entry["id"] in seen:
                raise CatalogueError(f"{where}: this id stands twice")
            seen.add(entry["id"])
            numbered = enumerate(entry.get("terms", []), 1)
            rows = [row for number, term in numbered for row in _term(entry["id"], number, term, where)]
            terms.extend(rows)
            identities.append(_identity(content["family"], entry, rows, where))
    return identities, terms


def _understood(entry: dict[str, Any], where: str) -> None:
    missing = sorted({"id", "operator", "valid_from", "version", *PLAIN} - set(entry))
    unknown = sorted(set(entry) - KEYS)
    if missing or unknown:
        raise CatalogueError(f"{where}: missing {missing}, not understood {unknown}")


def _identity(family: str, entry: dict[str, Any], rows: list[dict[str, str]], where: str) -> dict[str, str]:
    operator = entry["operator"]
    if operator not in OPERATORS:
        raise CatalogueError(f"{where}: operator {operator!r} is none of {OPERATORS}")
    group_by = entry.get("group_by", [])
    unknown = [name for name in group_by if name not in GROUPINGS]
    if unknown:
        raise CatalogueError(f"{where}: cannot group by {unknown}")
    if entry.get("across", "") not in ("", *ACROSS):
        raise CatalogueError(f"{where}: across {entry['across']!r} is none of {ACROSS}")
    if entry.get("parts_told", "") not in ("", *PARTS_TOLD):
        raise CatalogueError(f"{where}: parts told {entry['parts_told']!r} are none of {PARTS_TOLD}")
    followed = entry.get("across") or entry.get("parts_told")
    if (operator not in SPOKEN) != bool(rows) and not followed:
        raise CatalogueError(f"{where}: an identity needs terms, and one that a sentence states has none")
    if followed and rows:
        raise CatalogueError(f"{where}: between disclosures or in a list the terms follow from `across`, `parts_told`")
    if operator in SPOKEN and not (entry.get(SPOKEN[operator]) or entry.get("across")):
        raise CatalogueError(f"{where}: a {operator} needs {SPOKEN[operator]}")
    required = {row["term"] for row in rows if row["required"] == "true" and not row["constant"]}
    row = {"identity_id": entry["id"], "family": family} | {name: str(entry[name]).strip() for name in PLAIN}
    row |= {name: str(entry.get(name) or "") for name in ("valid_from", "valid_to", "version")}
    row["operator"] = operator
    row |= {f"by_{name}": _truth(name in group_by) for name in GROUPINGS}
    row["stated_in"] = entry.get("stated_in", "")
    row["applies_where"] = entry.get("applies_where", "")
    for name in SPOKEN.values():
        row[name] = entry.get(name, "")
    row["across"] = entry.get("across", "")
    row["parts_told"] = entry.get("parts_told", "")
    row["required_terms"] = str(len(required))
    return row


def _term(identity_id: str, number: int, term: dict[str, Any], where: str) -> list[dict[str, str]]:
    allowed = {*SELECTORS, "side", "weight", "via", "required", "zh", "en", "aspect", "constant"}
    unknown = set(term) - allowed
    if unknown or term.get("side") not in SIDES or term.get("via", "self") not in VIAS:
        raise CatalogueError(f"{where}: term {number} is not understood ({sorted(unknown) or term})")
    fixed = {
        "identity_id": identity_id,
        "term": str(number),
        "side": term["side"],
        "weight": str(term.get("weight", 1)),
        "required": _truth(term.get("required", True) and term["side"] != "never"),
        "label_zh": term.get("zh", ""),
        "label_en": term.get("en", ""),
        "via": term.get("via", "self"),
        "aspect": term.get("aspect", ASPECT),
        "constant": str(term.get("constant", "")),
    }
    choices = [_listed(term.get(name)) for name in SELECTORS]
    return [fixed | dict(zip(SELECTORS, values, strict=True)) for values in product(*choices)]


def _listed(value: object) -> list[str]:
    if value is None:
        return [""]
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _truth(value: bool) -> str:
    return "true" if value else "false"
