"""Invented disclosures, from a few lines of Python to the rows of the audit tables.

Reads the contract of the extracted files; writes one folder of them per invented document and gives the published
tables as dicts. Grain: a `Disclosure` is one document, `Answers` are all documents of one run, on one connection.
"""

from __future__ import annotations

import csv
import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import duckdb

from pipelines import paths
from pipelines.cli.engine import Project
from pipelines.cli.plan import Plan
from pipelines.cli.prepared import open_prepared, statements_of
from pipelines.loading import contract
from pipelines.loading.load import Beside, load
from pipelines.repair.run import shape_tables

Row = dict[str, Any]
PERCENT = "%"


@cache
def column_keys(kind: str) -> frozenset[str]:
    """The column keys that the reference data knows for a kind of table."""
    with (paths.seeds() / "column_meaning.csv").open(encoding="utf-8", newline="") as opened:
        return frozenset(row["column_key"] for row in csv.DictReader(opened) if row["kind"] == kind)


@dataclass(slots=True)
class Table:
    """One statutory table; `put` adds a row whose figures are given by column key, `""` for a printed blank."""

    table_id: str
    kind: str
    unit: str
    first_line: int
    status: str = "read"
    title: str = ""
    no_data: bool = False
    cells: list[Row] = field(default_factory=list)
    rows: int = 0

    def put(
        self,
        label: str,
        code: str = "",
        *,
        block: str = "",
        context: str = "",
        fits: bool = True,
        unheaded: Sequence[str] = (),
        **figures: Any,
    ) -> list[str]:
        """The row stands in the table; gives the cells' ids without the document's. `unheaded` figures have no key."""
        self.rows += 1
        unknown = [key for key in figures if key not in column_keys(self.kind)]
        assert not unknown, f"{self.kind} has no columns {unknown}"
        ids = []
        for column, (key, text) in enumerate([*figures.items(), *(("", text) for text in unheaded)], start=3):
            self.cells.append(
                {
                    "table_id": self.table_id,
                    "table_row": self.rows,
                    "table_column": column,
                    "line": self.first_line + self.rows,
                    "block": block,
                    "row_code": code,
                    "row_label": label,
                    "row_context": context,
                    "header_path": key,
                    "column_key": key,
                    "text": text,
                    "numeral": text.replace(",", ""),
                    "row_fits": "true" if fits else "false",
                    "note": "" if fits else "does not fit",
                }
            )
            ids.append(f"{self.table_id}:r{self.rows}:c{column}")
        return ids


@dataclass(slots=True)
class Disclosure:
    """One invented document; `table` and `say` add what it prints, in print order."""

    name: str
    fiscal_year: str = "2024"
    announced: str = ""
    department: str = ""
    region: str = "云岭省临川市青禾区"
    published_on: str = ""
    tables: list[Table] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    sentence: int = 0

    @property
    def document_id(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()[:16]

    def table(self, kind: str, unit: str = "万元", status: str = "read", title: str = "") -> Table:
        number = len(self.tables) + 1
        made = Table(f"t{number:02}", kind, unit, 10_000 * number, status, title)
        self.tables.append(made)
        return made

    def say(
        self,
        subject_key: str,
        text: str,
        unit: str = "万元",
        *,
        section: str = "totals",
        aspect: str = "settled",
        same_sentence: bool = False,
        **more: str,
    ) -> str:
        """The narrative states a figure (a decrease with a leading minus); gives its claim number."""
        self.sentence += 0 if same_sentence else 1
        number = str(len(self.claims) + 1)
        self.claims.append(
            {
                "claim": number,
                "line": number,
                "offset": "7",
                "section": section,
                "sentence": str(self.sentence),
                "aspect": aspect,
                "subject_key": subject_key,
                "label": subject_key,
                "text": text.lstrip("-"),
                "numeral": text.lstrip("-").replace(",", ""),
                "sign": "-1" if text.startswith("-") else "1",
                "unit": unit,
                "approx": "false",
                **more,
            }
        )
        return number

    def percent(self, of_claim: str, text: str, aspect: str, **more: Any) -> str:
        """The narrative qualifies an amount by a percentage."""
        about = self.claims[int(of_claim) - 1]
        named = {name: about[name] for name in about if name.endswith(("_label", "_code"))}
        more = {"section": about["section"], **named, **more}
        return self.say(about["subject_key"], text, PERCENT, aspect=aspect, of_claim=of_claim, **more)

    def line(self, names: str, text: str, unit: str = "万元", *, codes: str = "", **more: Any) -> str:
        """The narrative states a function line: names (and codes) of class, section and item joined by `/`."""
        parts = (*names.split("/"), "", "")[:3], (*codes.split("/"), "", "")[:3]
        levels = ("class", "section", "item")
        named = {f"{level}_label": name for level, name in zip(levels, parts[0], strict=True)}
        named |= {f"{level}_code": code for level, code in zip(levels, parts[1], strict=True)}
        return self.say("function_line", text, unit, **{"section": "general_detail", **named, **more})

    def word(self, kind: str, relation: str, said: str = "", **more: str) -> str:
        """Something is said in words (of a claim, against another); gives the key of its check, without a subject."""
        number = len(self.statements) + 1
        row = {"statement": number, "line": 500 + number, "offset": "3", "part": "two", "kind": kind, "said": said}
        self.statements.append({**row, "relation": relation, **more})
        return f"L{500 + number}:3"

    def figure(self, claim: str) -> str:
        """The figure id of a claim."""
        return f"{self.document_id}:L{claim}:7"

    def cell(self, cell: str) -> str:
        """The figure id of a cell."""
        return f"{self.document_id}:{cell}"

    @property
    def files(self) -> dict[str, list[Row]]:
        present = ";".join(dict.fromkeys(t.kind for t in self.tables if t.status == "read"))
        document = {
            "document_id": self.document_id,
            "source_name": f"{self.name}.txt",
            "source_sha256": hashlib.sha256(self.name.encode()).hexdigest(),
            "source_format": "txt",
            "disclosure_kind": "final_accounts",
            "department": self.department or self.name,
            "region": self.region,
            "fiscal_year": self.fiscal_year,
            "published_on": self.published_on,
            "announced_tables": self.announced or present,
            "present_tables": present,
            "extractor_version": "0",
        }
        tables = [
            {
                "table_id": t.table_id,
                "kind": t.kind,
                "title": t.title or t.kind,
                "unit": t.unit,
                "first_line": t.first_line,
                "last_line": t.first_line + t.rows,
                "rows": t.rows,
                "columns": 9,
                "no_data": "true" if t.no_data else "false",
                "status": t.status,
                "reason": "" if t.status == "read" else "its header is not understood",
            }
            for t in self.tables
        ]
        cells = [cell for t in self.tables for cell in t.cells]
        places = [(c["line"], "five", "grid") for c in cells if c["numeral"]]
        places += [(c["line"], "two", "prose") for c in self.claims]
        seen = [{"line": line, "part": part, "place": place, "figures": 1} for line, part, place in places]
        said = {"panel": [], "claim": self.claims, "statement": self.statements, "seen": seen}
        return {"document": [document], "table": tables, "cell": cells, **said}

    def write(self, extracted: Path) -> None:
        """The document's folder stands in `extracted`, as the extraction room would have written it."""
        folder = extracted / self.document_id
        folder.mkdir(parents=True)
        for kind in contract.PER_DOCUMENT:
            with (folder / kind.file).open("w", encoding="utf-8", newline="") as opened:
                writer = csv.DictWriter(opened, kind.columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.files.get(kind.table, []))


@dataclass(frozen=True)
class Answers:
    """What the models say of the documents of one run."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str, *values: Any) -> list[Row]:
        answer = self.connection.execute(query, list(values))
        names = [column[0] for column in answer.description or []]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    @cached_property
    def checks(self) -> dict[tuple[str, str, str, str], Row]:
        """Every check by document, identity, key and reading."""
        rows = self.rows("select * from audit.fct_identity_check")
        return {(r["document_id"], r["identity_id"], r["check_key"], r["reading"]): r for r in rows}

    def check(self, document: Disclosure, identity_id: str, key: str | None = None, reading: str = "printed") -> Row:
        """The one check of an identity in a document, or the one of a key that begins so."""
        found = self.checks_of(document, identity_id, reading)
        if key is not None:
            found = [check for check in found if check["check_key"] == key]
        assert len(found) == 1, [(check["check_key"], check["verdict"]) for check in found]
        return found[0]

    def checks_of(self, document: Disclosure, identity_id: str, reading: str = "printed") -> list[Row]:
        wanted = (document.document_id, identity_id, reading)
        return [row for (d, i, _, r), row in self.checks.items() if (d, i, r) == wanted]

    def findings(self, document: Disclosure, kind: str) -> list[Row]:
        query = "select * from audit.fct_finding where document_id = ? and finding_kind = ? order by all"
        return self.rows(query, document.document_id, kind)

    def figures(self, document: Disclosure, reading: str = "printed") -> dict[str, Row]:
        query = "select * from marts.fct_figure where document_id = ? and reading = ?"
        return {row["figure_id"]: row for row in self.rows(query, document.document_id, reading)}


def printed_verdicts(documents: Iterable[Disclosure]) -> dict[tuple[str, str, str], str]:
    """The verdict of every check as printed, by document, identity and key: the models up to there and no others."""
    connection, plan = loaded(documents)
    shape_tables(connection)
    needed = {model.name for model in Project(paths.dbt_project()).needed_for(["int_check_printed"])}
    for step in (one for one in plan.before if one.name in needed):
        connection.execute(step.statement)
    query = "select document_id, identity_id, check_key, verdict from intermediate.int_check_printed"
    rows = connection.sql(query).fetchall()
    connection.close()
    return {(document, identity, key): verdict for document, identity, key, verdict in rows}


def loaded(documents: Iterable[Disclosure], beside: Beside | None = None) -> tuple[duckdb.DuckDBPyConnection, Plan]:
    """The documents stand in schema raw; no model has seen them yet."""
    connection, plan = open_prepared()
    with tempfile.TemporaryDirectory(prefix="juesuan-test-") as folder:
        for document in documents:
            document.write(Path(folder))
        load(connection, Path(folder), beside or Beside(run=("test", "2026-01-05", "test")))
    return connection, plan


def run(documents: Iterable[Disclosure], *also: str, beside: Beside | None = None) -> Answers:
    """The documents have been written, loaded and judged by every model of a check, and by those named besides."""
    connection, plan = loaded(documents, beside)
    statements = statements_of(Project(paths.dbt_project())) if also else {}
    plan.run(connection)
    for name in also:
        connection.execute(statements[name])
    return Answers(connection)
