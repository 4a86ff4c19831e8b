"""One document, extracted: figures, codes, labels and places, and nothing else of its text.

Reads a document's bytes, writes the extracted tables of `docs/architecture.md`. Grain: one folder per document.
The same bytes give the same files, byte for byte.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
from dataclasses import dataclass, field, fields
from pathlib import Path

from pipelines.extraction import contract
from pipelines.extraction.attachments.read import performance_rows, unknown_tables
from pipelines.extraction.contract import COLUMNS, Row
from pipelines.extraction.errors import ContractBroken
from pipelines.extraction.facts import Facts, facts_of, refuse_other_texts
from pipelines.extraction.model import Document
from pipelines.extraction.narrative.claim import Claim
from pipelines.extraction.narrative.claims import read_narrative
from pipelines.extraction.parts import parts_of
from pipelines.extraction.places import place_rows
from pipelines.extraction.readers.encoding import MAX_BYTES
from pipelines.extraction.readers.formats import read
from pipelines.extraction.said.facts import Said
from pipelines.extraction.said.read import read_said
from pipelines.extraction.seen import Seen, seen_of
from pipelines.extraction.tables.panels import PanelCell, panels_of
from pipelines.extraction.tables.statements import Statement, statements_of
from pipelines.extraction.version import EXTRACTOR_VERSION


@dataclass(slots=True)
class Extracted:
    """The extracted tables of one document, rows in document order, every value a text."""

    document: list[Row] = field(default_factory=list)
    tables: list[Row] = field(default_factory=list)
    cells: list[Row] = field(default_factory=list)
    panels: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    performance: list[Row] = field(default_factory=list)
    seen: list[Row] = field(default_factory=list)
    places: list[Row] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list, compare=False)
    """Parts of the document that nobody looked into, in Chinese and English; told, and in no table."""

    @property
    def document_id(self) -> str:
        return self.document[0]["document_id"]

    def rows(self, table: str) -> list[Row]:
        """The rows of the table of that name."""
        rows: list[Row] = getattr(self, table)
        return rows


def extract(data: bytes, name: str, limit: int = MAX_BYTES, document: Document | None = None) -> Extracted:
    """Everything the document says, as rows; raises `Unreadable` for what is no readable disclosure.

    `document`: the bytes as they were read, where somebody read them before.
    """
    document = read(data, name, limit) if document is None else document
    refuse_other_texts(document)
    parts = parts_of(document)
    statements = statements_of(document)
    facts = facts_of(document, parts, statements)
    narrative = read_narrative(document, parts, facts.fiscal_year)
    extracted = Extracted(
        document=[_document_row(data, name, document, facts)],
        claims=[_texts(claim, ("page",)) for claim in narrative[0]],
        statements=[
            _texts(said, ("page", "sentence")) for said in read_said(document, parts, statements, facts, narrative)
        ],
        performance=performance_rows(document, parts, statements, facts.fiscal_year),
        seen=[_texts(seen, ("page",)) for seen in seen_of(document, parts)],
    )
    for number, statement in enumerate(statements, start=1):
        table_id = f"t{number:02d}"
        extracted.tables.append(_table_row(table_id, statement))
        extracted.cells.extend(_cell_rows(table_id, statement))
        extracted.panels.extend(_panel_rows(table_id, panels_of(document, statement)))
    extracted.unread = [*document.unread, *unknown_tables(statements, extracted.performance)]
    extracted.places = place_rows(document, extracted.cells, extracted.panels, extracted.claims, extracted.performance)
    for table in COLUMNS:
        contract.check(table, extracted.rows(table), max(document.line_count, 1))
    return extracted


def _document_row(data: bytes, name: str, document: Document, facts: Facts) -> Row:
    sha256 = hashlib.sha256(data).hexdigest()
    return {
        "document_id": sha256[:16],
        "source_name": Path(name).name,
        "source_sha256": sha256,
        "source_format": document.source_format,
        "source_bytes": str(len(data)),
        "encoding": document.encoding,
        "disclosure_kind": facts.disclosure_kind,
        "department": facts.department,
        "region": facts.region,
        "fiscal_year": facts.fiscal_year,
        "published_on": facts.published_on,
        "layout": facts.layout,
        "page_count": _number(document.page_count),
        "line_count": str(document.line_count),
        "announced_tables": ";".join(facts.announced_tables),
        "present_tables": ";".join(facts.present_tables),
        "extractor_version": EXTRACTOR_VERSION,
    }


def _table_row(table_id: str, statement: Statement) -> Row:
    return {
        "table_id": table_id,
        "kind": statement.kind,
        "title": _one_line(statement.title),
        "form_number": statement.form_number,
        "unit": statement.unit,
        "first_line": str(statement.first_line),
        "last_line": str(statement.last_line),
        "page": _number(statement.page),
        "rows": str(statement.rows),
        "columns": str(statement.columns),
        "no_data": _flag(statement.no_data),
        "status": statement.status,
        "reason": statement.reason,
    }


def _cell_rows(table_id: str, statement: Statement) -> list[Row]:
    return [
        {
            "table_id": table_id,
            "table_row": str(cell.row),
            "table_column": str(cell.column + 1),
            "line": str(cell.place.line),
            "page": _number(cell.place.page),
            "block": cell.block,
            "row_code": cell.code,
            "row_label": _one_line(cell.label),
            "row_context": _one_line(cell.context),
            "header_path": _one_line("/".join(cell.path)),
            "column_key": cell.key,
            "text": _one_line(cell.text),
            "numeral": cell.numeral,
            "row_fits": _flag(cell.fits),
            "note": cell.note,
        }
        for cell in statement.cells
    ]


def _panel_rows(table_id: str, cells: list[PanelCell]) -> list[Row]:
    return [
        {
            "table_id": table_id,
            "panel": str(cell.panel),
            "table_row": str(cell.row),
            "table_column": str(cell.column),
            "line": str(cell.place.line),
            "page": _number(cell.place.page),
            "row_code": cell.code,
            "row_label": _one_line(cell.label),
            "header_path": _one_line("/".join(cell.path)),
            "ordinal": cell.ordinal,
            "text": _one_line(cell.text),
            "numeral": cell.numeral,
        }
        for cell in cells
    ]


def _texts(of: Claim | Said | Seen, empty_at_zero: tuple[str, ...]) -> Row:
    values = ((part.name, getattr(of, part.name)) for part in fields(of))
    return {
        name: "" if value is None or (name in empty_at_zero and not value) else str(value) for name, value in values
    }


def _number(value: int) -> str:
    """The number, empty where 0 stands for none (a text without pages)."""
    return str(value) if value else ""


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def write(extracted: Extracted, folder: Path) -> None:
    """The folder holds these tables and their checksums; a kill on the way leaves the old folder or the new one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = folder.parent / f".{folder.name}.new{os.getpid()}"
    leaving = folder.parent / f".{folder.name}.old{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    sums = []
    for table, columns in COLUMNS.items():
        data = _csv(columns, extracted.rows(table))
        (building / f"{table}.csv").write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {table}.csv\n")
    (building / contract.SUMS).write_text("".join(sums), encoding="ascii")
    if folder.exists():
        folder.rename(leaving)
    building.rename(folder)
    shutil.rmtree(leaving, ignore_errors=True)


def _csv(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def read_back(folder: Path) -> Extracted:
    """The extracted tables of a folder; raises `ContractBroken` when a table is missing or has other columns."""
    extracted = Extracted()
    for table, columns in COLUMNS.items():
        path = folder / f"{table}.csv"
        if not path.exists():
            raise ContractBroken(f"{path.name} is missing")
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != columns:
                raise ContractBroken(f"{path.name} has columns {reader.fieldnames}")
            extracted.rows(table).extend(reader)
    return extracted
