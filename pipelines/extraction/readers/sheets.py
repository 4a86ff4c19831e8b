"""A sheet of a workbook as a reader of it sees: numbers as their format displays them, blocks as they are laid out.

Reads the filled cells of a sheet, writes paragraphs and grids. Grain: one grid per stretch of rows without a blank row
or the title of another table; a row above or below it that holds one text only is a caption or a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.readers.pieces import Piece, Writer
from pipelines.extraction.readers.sheet_tables import Row, one_below_another, side_by_side

_NUMERAL = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_QUOTED = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.|\*.')
_CONDITION = re.compile(r"\[[<>=]")
_SHOWN_POINT = re.compile(r'[#0](?:[!\\]\.|"\.")([0#]+)(,*)')
_DATE = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_SIGNIFICANT = Context(prec=15)
"""A workbook keeps fifteen digits; the digits beyond are the binary fraction's, not the writer's."""
# Built-in formats by number (ECMA-376 part 1, 18.8.30).
_BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "37": "#,##0", "38": "#,##0",
    "39": "#,##0.00", "40": "#,##0.00", "41": "#,##0", "42": "#,##0", "43": "#,##0.00", "44": "#,##0.00",
    **{str(n): "yyyy/m/d" for n in (14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58)},
}  # fmt: skip
_FIRST_DAY = date(1899, 12, 30)
_FIRST_DAY_1904 = date(1904, 1, 1)
_LAST_DAY = 2_958_465
_NOTE = re.compile(r"\s*(?:注|备注|说明|本表|\*)")
_LONGEST_LABEL = 60
"""Longest label of a line; a longer lone text is running text."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a number is displayed: `decimals` None for as many as it has."""

    decimals: int | None = None
    has_groups: bool = False
    is_percent: bool = False
    is_date: bool = False
    thousands: int = 0
    least_digits: int = 1
    shown_from: int = 0
    """How many of the digits of a whole number stand behind a point that is only shown (0!.0, for ten thousands)."""

    @classmethod
    def of(cls, code: str | None, number: str = "0") -> Format:
        """The format of a code as written in the workbook, or of a built-in number."""
        code = _BUILT_IN.get(number, "General") if code is None else code
        point = _SHOWN_POINT.search(code.split(";")[0])
        first = _QUOTED.sub("", code.split(";")[0])
        # A format that depends on the number itself is not worked out: the number as stored is never wrong.
        if "General" in first or "@" in first or not first.strip() or _CONDITION.search(code):
            return cls()
        if _DATE.search(first) and not re.search(r"[0#]", first):
            return cls(is_date=True)
        digits = re.search(r"[0#?][0#?,]*(?:\.([0#?]+))?|\.([0#?]+)", first)
        if digits is None:
            return cls()
        if point is not None:
            return cls(decimals=0, thousands=len(point[2]), shown_from=len(point[1]))
        body = first.split(".")[0]
        trailing = re.search(r"(,+)(?=[^0#?,.]*$)", first)
        return cls(
            decimals=len((digits[1] or digits[2] or "").replace("?", "")),
            has_groups=bool(re.search(r"[0#],[0#]", body)),
            is_percent="%" in first,
            thousands=len(trailing[1]) if trailing else 0,
            least_digits=max(body.count("0"), 1),
        )


def displayed(stored: str, form: Format, has_1904: bool = False) -> str:
    """The number as its format displays it; as stored when it is none."""
    try:
        value = _SIGNIFICANT.create_decimal(stored)
    except InvalidOperation:
        return stored
    if not value.is_finite():
        return stored
    if form.is_date:
        return _day(value, has_1904)
    value = value * 100 if form.is_percent else value
    value = value.scaleb(-3 * form.thousands)
    if form.decimals is None:
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        rounded = value.quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP, Context(prec=60))
        text = f"{rounded:,f}" if form.has_groups else f"{rounded:f}"
        text = _filled(text, form.least_digits) if form.least_digits > 1 and not form.has_groups else text
        text = _with_point(text, form.shown_from) if form.shown_from else text
    return f"{text}%" if form.is_percent else text


def _filled(text: str, digits: int) -> str:
    """The number with zeros before it, as codes are written (0000000)."""
    sign, whole = ("-", text[1:]) if text.startswith("-") else ("", text)
    return sign + whole.zfill(digits + len(whole) - len(whole.partition(".")[0]))


def _with_point(text: str, digits: int) -> str:
    """The whole number with a point before its last digits."""
    whole = _filled(text, digits + 1)
    return f"{whole[:-digits]}.{whole[-digits:]}"


def _day(value: Decimal, has_1904: bool) -> str:
    """The day that a workbook counts as this number."""
    days = int(value)
    if not 0 < days <= _LAST_DAY:
        return f"{value:f}"
    day = (_FIRST_DAY_1904 if has_1904 else _FIRST_DAY) + timedelta(days=days)
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(slots=True)
class Sheet:
    """The filled cells of a sheet, row and column 1-based."""

    cells: dict[tuple[int, int], Piece] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    without_values: list[str] = field(default_factory=list)
    _last: tuple[int, int] = (0, 0)

    def add(self, row: int, column: int, piece: Piece) -> None:
        self.cells[row, column] = piece

    def last_column(self, row: int) -> int:
        """The column of the row's last cell; cells without an address stand one after another."""
        self._last = (row, self._last[1] + 1 if self._last[0] == row else 0)
        return self._last[1]

    def merge(self, reference: str) -> None:
        """Notes a merged range, as `B2:D2`."""
        match = _RANGE.fullmatch(reference)
        if match:
            self.merged.append((int(match[2]), _column(match[1]), int(match[4]), _column(match[3])))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def add_sheet(sheet: Sheet, writer: Writer) -> None:
    """Writes the sheet's paragraphs and grids. Raises `Unreadable` where formulas have no values."""
    if sheet.without_values:
        some = sheet.without_values[:5]
        raise Unreadable(
            f"工作表“{writer.sheet}”的公式没有保存计算结果（{'、'.join(some)} 等 {len(sheet.without_values)} 处）",
            f"formulas of sheet {writer.sheet!r} were saved without their results"
            f" ({', '.join(some)}; {len(sheet.without_values)} in all)",
            "请用办公软件打开并保存一次，或另存为数值 / open and save it in an office program, or save values only",
        )
    rows: dict[int, Row] = {}
    for (row, column), piece in sorted(sheet.cells.items(), key=lambda item: item[0]):
        if row not in sheet.hidden_rows and column not in sheet.hidden_columns:
            rows.setdefault(row, {})[column] = piece
    for first, left, last, right in sheet.merged:
        corner = rows.get(first, {}).get(left)
        if corner is not None:
            corner.rows, corner.columns = last - first + 1, right - left + 1
    for part in side_by_side(rows):
        blocks = [[part[row] for row in block] for block in _blocks(list(part), sheet)]
        _add_blocks([table for block in blocks for table in one_below_another(block)], writer)


def _blocks(rows: list[int], sheet: Sheet) -> Iterator[list[int]]:
    """Stretches of filled rows without a blank row between them; a row that merged cells reach into is not blank."""
    reached = {r for first, _, last, _ in sheet.merged if last - first < 100 for r in range(first, last + 1)}
    block: list[int] = []
    for row in rows:
        gap = block and any(
            between not in reached and between not in sheet.hidden_rows for between in range(block[-1] + 1, row)
        )
        if gap:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _add_blocks(blocks: list[list[Row]], writer: Writer) -> None:
    """Writes the stretches; data that goes on below a blank row, without any heading, belongs to the grid above."""
    grid: list[Row] = []
    for block in blocks:
        parts = list(_parts(block))
        if grid and not (len(parts[0]) > 1 and any(_is_numeral(piece) for piece in parts[0][0].values())):
            _add_grid(grid, writer)
            grid = []
        for part in parts:
            if len(part) == 1 and len(part[0]) == 1 and not grid:
                _add_text(next(iter(part[0].values())), writer)
            elif len(part) == 1 and _is_text(part[0]):
                _add_grid(grid, writer)
                grid = []
                _add_text(next(iter(part[0].values())), writer)
            else:
                grid.extend(part)
    _add_grid(grid, writer)


def _parts(block: list[Row]) -> Iterator[list[Row]]:
    """The stretch cut into grids and rows of running text: captions above, notes below, sentences anywhere."""
    part: list[Row] = []
    several = [n for n, row in enumerate(block) if len(row) > 1]
    for number, row in enumerate(block):
        is_outside = not several or number < several[0] or (number > several[-1] and _is_note(row))
        if is_outside or _is_sentence(row):
            if part:
                yield part
            part = []
            yield [row]
        else:
            part.append(row)
    if part:
        yield part


def _add_grid(rows: list[Row], writer: Writer) -> None:
    columns = sorted({column for row in rows for column in row})
    for number, row in enumerate(rows):
        for column, piece in row.items():
            # A merged cell covers the columns of it that the table has: empty ones are left out.
            piece.columns = sum(1 for other in columns if column <= other < column + piece.columns)
            piece.rows = min(piece.rows, len(rows) - number)
    writer.grid([[row.get(column, Piece()) for column in columns] for row in rows], "sheet")


def _is_text(row: Row) -> bool:
    return len(row) == 1 and not _is_numeral(next(iter(row.values())))


def _is_numeral(piece: Piece) -> bool:
    return bool(_NUMERAL.fullmatch(piece.text.strip()))


def _is_sentence(row: Row) -> bool:
    return _is_text(row) and len(next(iter(row.values())).text) > _LONGEST_LABEL


def _is_note(row: Row) -> bool:
    """Whether the row below a table speaks of it rather than naming a line of it."""
    return _is_text(row) and bool(_NOTE.match(next(iter(row.values())).text))


def _add_text(piece: Piece, writer: Writer) -> None:
    for text in piece.text.splitlines():
        writer.paragraph(text, piece.cell)


def no_words(label: str) -> Unreadable:
    return Unreadable(
        f"{label} 文件中没有可读的内容",
        f"the {label} file holds nothing to read",
        "请确认工作表未被隐藏且有内容 / see that its sheets are not hidden and hold something",
    )


def hidden_sheet(name: str) -> tuple[str, str]:
    """What a reader is told of a sheet that nobody is shown, in Chinese and English."""
    return f"隐藏的工作表“{name}”", f"hidden sheet {name}"
