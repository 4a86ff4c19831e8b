"""What Word and Markdown leave in a line that is no text: removed without moving what remains.

Reads one raw line, writes its runs. Grain: one run per stretch of the line that nothing was removed from.
"""

from __future__ import annotations

import re

from pipelines.extraction.model import Place, Run

_LEFTOVER = re.compile(
    r"\[(?:bookmark|image|footnote|endnote|comment|field|object|shape|hyperlink)\s*:[^\]\n]*\]"
    r"|\bPAGEREF\s+_Toc\w+(?:\s*\\?h)?(?:\s+\d+)?"
    r"|\bHYPERLINK\s+\\?l?\s*\"?_Toc\w+\"?"
    r"|\\o\s+\"\d-\d\"(?:\s+\\[a-z])*"
    r"|\*\*|!\[[^\]\n]*\]\([^)\n]*\)",
    re.IGNORECASE,
)
_TRIGGERS = ("[", "PAGEREF", "HYPERLINK", "**", "\\o")
_BULLET = re.compile(r"\s*(?:[-*•●·]\s+(?!\d+\s*[-–—]\s*$)|#{1,6}\s+)")
_SPACE = " \t\r\x0b\x0c\u00a0\u3000\ufeff\u200b"


def runs_of(raw: str, line: int, page: int) -> tuple[Run, ...]:
    """The line's text as runs, without leftovers, list marks and outer blanks; empty if none is left."""
    pieces: list[tuple[int, int]] = []
    at = 0
    if any(trigger in raw for trigger in _TRIGGERS):
        for match in _LEFTOVER.finditer(raw):
            pieces.append((at, match.start()))
            at = match.end()
    pieces.append((at, len(raw)))
    pieces = _trimmed(raw, [piece for piece in pieces if piece[0] < piece[1]])
    return tuple(Run(raw[begin:end], Place(line, begin, page)) for begin, end in pieces)


def _trimmed(raw: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces without the line's outer blanks and without its list mark."""
    while pieces:
        begin, end = pieces[0]
        bullet = _BULLET.match(raw, begin, end)
        begin = bullet.end() if bullet else begin
        while begin < end and raw[begin] in _SPACE:
            begin += 1
        if begin < end:
            pieces[0] = (begin, end)
            break
        pieces.pop(0)
    while pieces:
        begin, end = pieces[-1]
        while begin < end and raw[end - 1] in _SPACE:
            end -= 1
        if begin < end:
            pieces[-1] = (begin, end)
            break
        pieces.pop()
    return pieces


def bare(raw: str) -> str:
    """The line's text without leftovers and outer blanks, where its place does not matter."""
    return "".join(run.text for run in runs_of(raw, 0, 0))
