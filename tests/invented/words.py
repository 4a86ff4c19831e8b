"""A disclosure as text: Markdown, rows parted by tabs, or one cell per line as Word's text export leaves it.

Reads a `Disclosure`; writes text.
"""

from __future__ import annotations

from tests.invented.disclosure import Disclosure
from tests.invented.habits import Habits
from tests.invented.print import Box, Table


def printed(box: Box | None, style: Habits) -> str:
    """The text of a box."""
    if box is None:
        return ""
    return box.text if box.amount is None else style.figure(box.amount)


def rows_of(table: Table, style: Habits) -> list[list[str]]:
    """The table's texts over all its columns, a merged cell in its first place."""
    grid, _ = table.laid()
    return [[printed(box, style) for box in row] for row in grid]


def tabbed(made: Disclosure) -> str:
    """Tables as rows with a tab between their cells."""
    lines: list[str] = []
    for block in made.page.blocks:
        if isinstance(block, Table):
            lines += ["", *("\t".join(row) for row in rows_of(block, made.habits)), ""]
        else:
            lines.append(block)
    return "\n".join(lines) + "\n"


def celled(made: Disclosure) -> str:
    """Tables with one cell per line behind a tab: a cell merged sideways once, one merged downwards as an empty one."""
    lines: list[str] = []
    for block in made.page.blocks:
        if not isinstance(block, Table):
            lines += [block, ""]
            continue
        grid, merged = block.laid()
        sideways = {(m.row + d, m.column + c) for m in merged for d in range(m.rows) for c in range(1, m.columns)}
        for r, row in enumerate(grid):
            lines += [f"\t{printed(box, made.habits)}" for c, box in enumerate(row) if (r, c) not in sideways]
            lines.append("")
    return "\n".join(lines) + "\n"


def markdown(made: Disclosure) -> str:
    """Headings with hashes, tables with pipes."""
    lines: list[str] = []
    for number, block in enumerate(made.page.blocks):
        if isinstance(block, Table):
            rows = rows_of(block, made.habits)
            lines.append("")
            lines.append("| " + " | ".join(rows[0]) + " |")
            lines.append("|" + "---|" * len(rows[0]))
            lines += ["| " + " | ".join(row) + " |" for row in rows[1:]]
            lines.append("")
        else:
            lines += [f"# {block}" if number in made.page.headings else block, ""]
    return "\n".join(lines) + "\n"
