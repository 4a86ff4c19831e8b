"""`juesuan check`: one document examined before it goes out. Reads a file; writes to standard output only."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.cli.examine import Examination, Row, examine
from pipelines.cli.speech import complain, label, words
from pipelines.cli.written import exact, json_text, visible
from pipelines.extraction.errors import ContractBroken, Unreadable
from pipelines.extraction.readers.encoding import MAX_BYTES
from pipelines.loading.stated import StatementError

HOLDS, VIOLATED, UNREADABLE = 0, 1, 2
VERDICTS = {
    "exact": ("完全相符", "exact"),
    "rounding": ("尾差", "rounding"),
    "truncated": ("截位", "truncated"),
    "violated": ("不成立", "violated"),
    "not_testable": ("无法检验", "not testable"),
}


def run(arguments: argparse.Namespace) -> int:
    """0 where no identity is violated, 1 where one is, 2 where the file cannot be read."""
    _write_whatever_the_terminal_can()
    path = Path(arguments.file)
    data = _bytes(path)
    if data is None:
        return UNREADABLE
    name = _told(Path(path.name))
    try:
        found = examine(data, name, arguments.reading)
    except Unreadable as error:
        complain(f"{name}：{error.reason_zh}", f"{name}: {error.reason_en}. {error.what_to_do}")
        return UNREADABLE
    except ContractBroken as error:
        complain(
            f"{name}：读出的内容自相矛盾（{error}）。这是程序的错误，请将该文件附上报告。",
            f"{name}: what was read contradicts itself ({error}). The program is wrong: report it with this file.",
        )
        return UNREADABLE
    except StatementError as error:
        complain(*error.told)
        return UNREADABLE
    if arguments.format == "json":
        _print_json(found)
    else:
        print(visible("\n".join(_lines(found, arguments.reading))))
    return VIOLATED if found.verdicts["violated"] else HOLDS


def _write_whatever_the_terminal_can() -> None:
    """A character that the terminal's encoding lacks is written as its number instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _told(path: Path) -> str:
    """The path as it can be shown and stored: names on disk may hold bytes that are no text, and control characters."""
    return visible(os.fsencode(path).decode("utf-8", "replace"))


def _bytes(path: Path) -> bytes | None:
    """The file's bytes; None, with a word why, where there are none to be had or too many."""
    told = _told(path)
    if path.is_dir():
        complain(
            f"{told} 是文件夹；check 每次检验一份文件，整个文件夹请用 juesuan ingest。",
            f"{told} is a folder; check takes one file. Use juesuan ingest for a folder.",
        )
        return None
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            megabytes, limit = f"{size / 2**20:.1f} MB", f"{MAX_BYTES / 2**20:.0f} MB"
            complain(
                f"{told}：文件过大（{megabytes}，上限 {limit}）。请只提交一个部门的决算公开文本。",
                f"{told}: the file is too large ({megabytes}, the limit is {limit})."
                " Hand in the text of one department's disclosure.",
            )
            return None
        # A device or a pipe may have no end.
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        complain(f"找不到文件：{told}。请检查路径。", f"No such file: {told}. Check the path.")
    except OSError as error:
        complain(
            f"无法读取 {told}：{error.strerror}。请检查权限与路径。",
            f"{told} cannot be read: {error.strerror}. Check its permissions and its path.",
        )
    return None


def _print_json(found: Examination) -> None:
    members = {
        "document": found.document,
        "figures": found.figures,
        "checks": found.checks,
        "findings": found.findings,
        "summary": {"verdicts": found.verdicts, "coverage": found.coverage},
    }
    sys.stdout.write(json_text(members) + "\n")


def _lines(found: Examination, reading: str) -> Iterator[str]:
    document, coverage = found.document, found.coverage
    yield " · ".join(str(document[key]) for key in ("department", "region", "fiscal_year") if document[key])
    yield words(
        f"数字：页面上 {coverage['figures_seen']}，读出 {coverage['figures_extracted']}，"
        f"读懂 {coverage['figures_understood']}，可检验 {coverage['figures_testable']}",
        f"figures: {coverage['figures_seen']} on the page, {coverage['figures_extracted']} read, "
        f"{coverage['figures_understood']} understood, {coverage['figures_testable']} testable",
    )
    yield label("判定", "verdicts") + ("" if reading == "printed" else f" ({reading})")
    for verdict, count in found.verdicts.items():
        yield f"  {label(*VERDICTS[verdict]):<24}{count:>6}"
    places = {figure["figure_id"]: _place(figure) for figure in found.figures}
    for verdict in ("violated", "truncated"):
        for check in found.checks:
            if check["verdict"] == verdict:
                yield from _check(check, places)
    others = [finding for finding in found.findings if not finding["finding_kind"].startswith("identity_")]
    if others:
        yield ""
        yield label("其他发现", "other findings")
    for finding in others:
        yield f"  • {label(finding['title_zh'], finding['title_en'])}"
        yield f"    {finding['detail']}"


def _check(check: Row, places: dict[str, str]) -> Iterator[str]:
    yield ""
    subject = f" · {check['subject']}" if check["subject"] else ""
    yield f"✗ {label(*VERDICTS[check['verdict']])}{subject}"
    yield "  " + words(check["explanation_zh"], check["explanation_en"], "\n  ")
    for term in check["terms"]:
        yield f"    {term['side']}  {places.get(term['figure_id'], term['figure_id'])}"


def _place(figure: Row) -> str:
    where = f"p.{figure['page']} " if figure["page"] else ""
    value = f"{figure['text']}{figure['unit']}"
    return f"{where}L{figure['line']}  {value}  {figure['place']}" + (
        "" if figure["amount_wan"] is None or figure["unit"] == "万元" else f"  (= {exact(figure['amount_wan'])}万元)"
    )
