"""What a disclosure says of itself: whose it is, of which year, published when, with which tables.

Reads a document, its parts and its tables; writes `Facts`. Grain: one per document. Raises `Unreadable` when it is no
departmental final accounts disclosure at all.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document, Grid, Paragraph
from pipelines.extraction.names import department_of, region_of
from pipelines.extraction.numerals import normalise
from pipelines.extraction.parts import Parts
from pipelines.extraction.tables.reference import reference
from pipelines.extraction.tables.statements import Statement, listed_titles
from pipelines.extraction.tables.titles import title_of

_SECTIONS = (
    re.compile(r"收入支出决算总?体?情况"),
    re.compile(r"(?<!支出)(?<!拨款)收入决算(?:总体)?情况"),
    re.compile(r"(?<!拨款)支出决算(?:总体)?情况"),
    re.compile(r"财政拨款收入支出决算"),
    re.compile(r"一般公共预算财政拨款(?:基本)?支出决算"),
    re.compile(r"“?三公”?经费[^。]{0,12}支出决算"),
    re.compile(r"政府性基金预算[^。]{0,10}(?:支出|决算)情况"),
)
_YEAR_VOTES = (
    (re.compile(r"((?:19|20)\d{2})年度?(?:[\u4e00-\u9fff]{0,30}?)(?:部门|单位)?决算(?:情况|公开|$)"), 5),
    (re.compile(r"((?:19|20)\d{2})年度?(?:部门|单位)?决算"), 3),
    (
        re.compile(
            r"((?:19|20)\d{2})年度?(?:本年)?(?:收入?、?支出?总计|本年收入合计|本年支出合计|财政拨款收|一般公共预算)"
        ),
        2,
    ),
    (re.compile(r"截[至止]((?:19|20)\d{2})年12月31日"), 1),
)
_ACCOUNTING_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年度")
_PUBLISHED = re.compile(
    r"(?:公开|发布|公示)(?:时间|日期)[:]?((?:19|20)\d{2})[年./-]?(\d{1,2})[月./-]?(\d{1,2})日?(?!\d)"
)
_PLACEHOLDER = re.compile(r"[X×ｘxＸ]{2,}|[*＊]{2,}|_{3,}|[（(][^（）()]{0,6}填[^（）()]{0,6}[)）]|〇〇|○○")
_AMOUNT = re.compile(r"\d\s*(?:万元|元|%)")
_ACCOUNTS = re.compile(r"决\s*算")
_BREADCRUMBS = re.compile(r"[>＞»›]|当前位置|首页")
_LIST_RUN = 3
_COVER_LINES = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """Columns of `document.csv` that are read from the document's words."""

    disclosure_kind: str
    department: str
    region: str
    fiscal_year: str
    published_on: str
    layout: str
    announced_tables: tuple[str, ...]
    present_tables: tuple[str, ...]


def facts_of(document: Document, parts: Parts, statements: list[Statement]) -> Facts:
    """The facts; raises `Unreadable` for a text that is no disclosure of final accounts."""
    _refuse_without_sections(_plain(document), statements, _announced(document))
    return described(document, parts, statements)


def _plain(document: Document) -> str:
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return "\n".join(re.sub(r"\s+", "", normalise(line)) for line in lines)


def described(document: Document, parts: Parts, statements: list[Statement]) -> Facts:
    """What the text says of itself, whether or not it is a whole disclosure."""
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    plain_lines = [re.sub(r"\s+", "", normalise(line)) for line in lines]
    text = "\n".join(plain_lines)
    announced = _announced(document)
    department = department_of(_cover(plain_lines), [s.department for s in statements if s.department], text)
    present = tuple(dict.fromkeys(s.kind for s in statements if s.kind))
    return Facts(
        disclosure_kind="empty_form" if _is_empty_form(document, parts, statements) else "final_accounts",
        department=department,
        region=region_of(department, text),
        fiscal_year=_fiscal_year(plain_lines, statements, "\n".join(document.raw_lines)),
        published_on=_published_on(text),
        layout=_layout(announced, statements),
        announced_tables=tuple(kind for kind, _ in announced),
        present_tables=present,
    )


def refuse_other_texts(document: Document) -> None:
    """Raises when no line of the document speaks of final accounts: a cheap look before anything is read closely."""
    if not any(_ACCOUNTS.search(raw) for raw in document.raw_lines):
        raise _no_disclosure()


def _refuse_without_sections(text: str, statements: list[Statement], announced: tuple[tuple[str, str], ...]) -> None:
    """Raises when the text has neither statutory tables nor the sections of a final accounts narrative."""
    sections = sum(1 for pattern in _SECTIONS if pattern.search(text))
    tables = len({s.kind for s in statements if s.kind} | {kind for kind, _ in announced})
    if sections + tables < 2:
        raise _no_disclosure()


def _no_disclosure() -> Unreadable:
    return Unreadable(
        "这不是部门决算公开文本：没有法定报表，也没有决算情况说明的章节",
        "this is not a departmental final accounts disclosure: neither statutory tables nor narrative sections found",
        "请提交部门决算公开的全文 / hand in the full text of a department's final accounts disclosure",
    )


def _cover(lines: list[str]) -> list[str]:
    """The lines before the contents list or the first part, where the title of the document stands."""
    cover: list[str] = []
    for line in lines[:_COVER_LINES]:
        if re.match(r"目录|第.部分|公开时间|[一1][、.]", line) or len(line) > 60:
            break
        if not _BREADCRUMBS.search(line):
            cover.append(line)
    return cover


def _announced(document: Document) -> tuple[tuple[str, str], ...]:
    """Kind and form of every table that a list of titles names, in the order of the lists."""
    announced: dict[str, str] = {}
    run: list[tuple[str, str, bool]] = []
    for block in [*document.blocks, None]:
        for listed in listed_titles(block) if isinstance(block, Grid) else ():
            announced.setdefault(listed.kind, listed.layout)
        title = title_of(block.text) if isinstance(block, Paragraph) else None
        if title is not None:
            run.append((title.kind, title.layout, title.numbered))
            continue
        if isinstance(block, Paragraph) and run and len(block.text.strip()) < 4:
            continue
        if len(run) >= _LIST_RUN or any(numbered for *_, numbered in run[:1] if not isinstance(block, Grid)):
            for kind, layout, _ in run if not isinstance(block, Grid) else run[:-1]:
                announced.setdefault(kind, layout)
        run = []
    return tuple(announced.items())


def _fiscal_year(lines: list[str], statements: list[Statement], text: str) -> str:
    """The year most headings and totals speak of; never the year of publication. Where none does (a workbook of tables
    alone), the accounting year that `text`, cells and all, names most often."""
    votes: Counter[str] = Counter()
    for line in lines:
        if "公开时间" in line or not any(word in line for word in ("决算", "总计", "合计", "截")):
            continue
        for pattern, weight in _YEAR_VOTES:
            if len(line) > 60 and weight == 5:
                continue
            votes.update({match[1]: weight for match in pattern.finditer(line)})
    votes.update(s.year for s in statements if s.kind and s.year)
    if not votes:
        return _year_most_told(text)
    return max(votes, key=lambda year: (votes[year], year))


def _year_most_told(text: str) -> str:
    """The accounting year that is named more often than any other; empty where two are named equally often."""
    told = Counter(_ACCOUNTING_YEAR.findall(text)).most_common(2)
    return told[0][0] if told and (len(told) == 1 or told[0][1] > told[1][1]) else ""


def _published_on(text: str) -> str:
    """The date of publication as ISO, empty when none is printed or it is no date."""
    match = _PUBLISHED.search(text)
    if match is None:
        return ""
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _layout(announced: tuple[tuple[str, str], ...], statements: list[Statement]) -> str:
    """`sichuan` when a table only that form has is announced or printed, else `ministry`; empty without tables."""
    layouts = [layout for _, layout in announced] + [s.title_layout for s in statements if s.kind]
    kinds = {kind for kind, _ in announced} | {s.kind for s in statements if s.kind}
    if not kinds:
        return ""
    if "sichuan" in layouts or any(reference().kinds[kind].layout == "sichuan" for kind in kinds):
        return "sichuan"
    return "ministry"


def _is_empty_form(document: Document, parts: Parts, statements: list[Statement]) -> bool:
    """Whether the narrative holds placeholders where figures belong, and the tables none either."""
    bounds = parts.bounds("two")
    if any(cell.numeral for s in statements for cell in s.cells) or bounds is None:
        return False
    text = "\n".join(normalise(raw) for raw in document.raw_lines[bounds[0] - 1 : bounds[1]])
    return len(_PLACEHOLDER.findall(text)) > len(_AMOUNT.findall(text))
