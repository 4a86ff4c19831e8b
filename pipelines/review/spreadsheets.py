"""Rows as CSV and XLSX that a spreadsheet shows and does not run. Reads rows; gives bytes.

Text that begins like a formula gets an apostrophe in CSV, and in XLSX the cell style that means "this is text". Numbers
stay numbers; those with more digits than a spreadsheet keeps stay text, with all their digits.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMERAL = re.compile(r"[-+]?\d+(\.\d+)?%?")
_OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_000
_DIGITS = 15


def would_run(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula; a plain numeral is none."""
    return text.lstrip(" ").startswith(_FORMULA) and not _NUMERAL.fullmatch(text.strip(" "))


def as_csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in names])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8", "replace")


def as_xlsx(names: Sequence[str], rows: Iterable[Sequence[object]], sheet: str) -> bytes:
    """One sheet: a frozen heading, numbers as numbers, dates as dates, everything else as text."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet(sheet)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "quote_prefix": True}),
        "text": book.add_format({"quote_prefix": True}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "#,##0.00######"}),
    }
    for column, name in enumerate(names):
        page.write_string(0, column, _text(name), formats["head"])
    page.freeze_panes(1, 0)
    page.set_column(0, max(len(names) - 1, 0), 18)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(page, line, column, value, formats)
    book.close()
    return buffer.getvalue()


def _write(page: Any, line: int, column: int, value: object, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(line, column, value)
    elif isinstance(value, int) and len(str(abs(value))) <= _DIGITS:
        page.write_number(line, column, value)
    elif isinstance(value, Decimal) and value.is_finite() and len(value.normalize().as_tuple().digits) <= _DIGITS:
        page.write_number(line, column, value, formats["number"])
    elif isinstance(value, float) and math.isfinite(value):
        page.write_number(line, column, value)
    elif isinstance(value, datetime | date):
        page.write_datetime(line, column, value, formats["day"])
    else:
        text = _text(value)
        page.write_string(line, column, text, *([formats["text"]] if would_run(text) else []))


def _text(value: object) -> str:
    return _OBEYED.sub("\ufffd", str(value))[:_LONGEST_CELL]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _harmless(str(value))


def _harmless(text: str) -> str:
    return f"'{text}" if would_run(text) else text
