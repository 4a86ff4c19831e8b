"""`juesuan check`: one document examined before it goes out. Reads a file; writes to standard output only."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipelines.cli.examine import Examination, Row, examine
from pipelines.cli.speech import complain, label, say, words
from pipelines.cli.written import exact, json_text
from pipelines.extraction.errors import Unreadable

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
    path = Path(arguments.file)
    data = _bytes(path)
    if data is None:
        return UNREADABLE
    try:
        found = examine(data, path.name, arguments.reading)
    except Unreadable as error:
        complain(
            f"{path.name}：{error.reason_zh}",
            f"{path.name}: {error.reason_en}. {error.what_to_do}",
        )
        return UNREADABLE
    if arguments.format == "json":
        _print_json(found)
    else:
        _print_text(found, arguments.reading)
    return VIOLATED if found.verdicts["violated"] else HOLDS


def _bytes(path: Path) -> bytes | None:
    """The file's bytes; None, with a word why, where there are none to be had."""
    if path.is_dir():
        complain(
            f"{path} 是文件夹；check 每次检验一份文件，整个文件夹请用 juesuan ingest。",
            f"{path} is a folder; check takes one file. Use juesuan ingest for a folder.",
        )
        return None
    try:
        return path.read_bytes()
    except FileNotFoundError:
        complain(f"找不到文件：{path}。请检查路径。", f"No such file: {path}. Check the path.")
    except OSError as error:
        complain(f"无法读取 {path}：{error.strerror}", f"{path} cannot be read: {error.strerror}")
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


def _print_text(found: Examination, reading: str) -> None:
    document, coverage = found.document, found.coverage
    print(" · ".join(str(document[key]) for key in ("department", "region", "fiscal_year") if document[key]))
    say(
        f"数字：页面上 {coverage['figures_seen']}，读出 {coverage['figures_extracted']}，"
        f"读懂 {coverage['figures_understood']}，可检验 {coverage['figures_testable']}",
        f"figures: {coverage['figures_seen']} on the page, {coverage['figures_extracted']} read, "
        f"{coverage['figures_understood']} understood, {coverage['figures_testable']} testable",
    )
    print(label("判定", "verdicts") + ("" if reading == "printed" else f" ({reading})"))
    for verdict, count in found.verdicts.items():
        print(f"  {label(*VERDICTS[verdict]):<24}{count:>6}")
    places = {figure["figure_id"]: _place(figure) for figure in found.figures}
    for verdict in ("violated", "truncated"):
        for check in found.checks:
            if check["verdict"] == verdict:
                _print_check(check, places)
    others = [finding for finding in found.findings if not finding["finding_kind"].startswith("identity_")]
    if others:
        print()
        print(label("其他发现", "other findings"))
    for finding in others:
        print(f"  • {label(finding['title_zh'], finding['title_en'])}")
        print(f"    {finding['detail']}")


def _print_check(check: Row, places: dict[str, str]) -> None:
    print()
    subject = f" · {check['subject']}" if check["subject"] else ""
    print(f"✗ {label(*VERDICTS[check['verdict']])}{subject}")
    print("  " + words(check["explanation_zh"], check["explanation_en"], "\n  "))
    for term in check["terms"]:
        print(f"    {term['side']}  {places.get(term['figure_id'], term['figure_id'])}")


def _place(figure: Row) -> str:
    where = f"p.{figure['page']} " if figure["page"] else ""
    value = f"{figure['text']}{figure['unit']}"
    return f"{where}L{figure['line']}  {value}  {figure['place']}" + (
        "" if figure["amount_wan"] is None or figure["unit"] == "万元" else f"  (= {exact(figure['amount_wan'])}万元)"
    )
