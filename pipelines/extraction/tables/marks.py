"""What a single row of a grid is: heading, column numbers, furniture, note or data. Decided on its texts alone.

Reads the texts of a row, writes a verdict. Grain: one row.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipelines.extraction.numerals import normalise, parse
from pipelines.extraction.tables.furniture import furniture_of
from pipelines.extraction.tables.reference import bare, reference
from pipelines.extraction.tables.titles import title_of

_TOKENS = re.compile(r"(?:栏次|行次|类款项|类款|[类款项])+")
_TOKEN_IN_LABEL = re.compile(r"(?:^|(?<=\s))(?:栏\s*次|类(?:\s*款)?(?:\s*项)?|款(?:\s*项)?|项)(?=\s|$)")
_TRAILING_ORDINAL = re.compile(r"(?<=\S)\s+\d{1,3}$")
_PLAIN_INTEGER = re.compile(r"\d{1,3}")
_NOTE = re.compile(r"^(?:注|备注|说明)\s*\d?\s*[:.、1]")
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}、|^\([一二三四五六七八九十]{1,3}\)")
_DASH = re.compile(r"[-—–/\\*·.]{1,4}")
CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
"""Classification codes: functions begin with 2, economic items with 3 (departments) or 5 (government)."""
TOTALS = frozenset({"合计", "总计", "本年合计", "总合计"})


def without_tokens(text: str) -> str:
    """The text without the words that only name columns of codes or numbers (类 款 项, 栏次)."""
    return _TOKEN_IN_LABEL.sub(" ", normalise(text)).strip() if text else ""


def heading(text: str) -> str:
    """The part of a heading cell that says what stands below it: no furniture, no title, no column number."""
    if not text:
        return ""
    if furniture_of(text).is_all or title_of(text) is not None:
        return ""
    known = reference()
    if bare(text) in known.label_headers or bare(text) in known.ordinal_headers:
        return text.strip()
    plain = _TRAILING_ORDINAL.sub("", without_tokens(text)).strip()
    return text.strip() if plain == normalise(text).strip() else plain


def is_blank(texts: list[str]) -> bool:
    return not any(texts)


def is_dash(text: str) -> bool:
    """Whether the text is a stroke that stands for nothing."""
    return bool(_DASH.fullmatch(normalise(text).strip()))


def is_tokens(text: str) -> bool:
    return bool(_TOKENS.fullmatch(bare(text)))


def is_furniture(texts: list[str]) -> bool:
    """Whether every text of the row is furniture or a statutory table's title."""
    filled = [text for text in texts if text]
    return bool(filled) and all(furniture_of(t).is_all or title_of(t) is not None for t in filled)


def is_note(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return len(filled) == 1 and bool(_NOTE.match(normalise(filled[0])))


def is_ordinals(texts: list[str], strictly: bool = False) -> bool:
    """Whether the row only numbers the columns (栏次 1 2 3 …) or names code columns (类 款 项)."""
    filled = [bare(text) for text in texts if text]
    numbers = [int(text) for text in filled if _PLAIN_INTEGER.fullmatch(text)]
    words = [text for text in filled if not _PLAIN_INTEGER.fullmatch(text)]
    known = reference()
    has_token = any(is_tokens(word) for word in words)
    if not all(is_tokens(w) or w in TOTALS or w in known.label_headers or w in known.ordinal_headers for w in words):
        return False
    if not numbers:
        return has_token and all(is_tokens(word) for word in words)
    rising = all(a < b for a, b in pairwise(numbers))
    if not rising or (strictly and not has_token):
        return False
    if has_token:
        return len(numbers) > 1 or numbers == [1]
    if words:
        return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
    return len(numbers) > 1 and numbers[-1] - numbers[0] < 3 * len(numbers)


def has_numeral(texts: list[str]) -> bool:
    return any(parse(text) is not None for text in texts if text)


def is_lone_total(texts: list[str]) -> bool:
    """Whether the row holds nothing but the label of a total."""
    filled = {bare(without_tokens(text)) for text in texts if text}
    # A merged label is printed once or in every column that it covers.
    return [text for text in filled if text and not is_tokens(text)] in ([t] for t in TOTALS)


def bare_total(text: str) -> bool:
    """Whether the text is the label of a table's total."""
    return bare(without_tokens(text)) in TOTALS


def is_numbered(texts: list[str]) -> bool:
    first = next((text for text in texts if text), "")
    return bool(_NUMBERED.match(normalise(first)))
