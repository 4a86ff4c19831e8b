"""`juesuan check`: one document examined before it goes out. Reads a file; writes to standard output only."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

import duckdb

from pipelines import settings
from pipelines.cli.examine import Examination, examine
from pipelines.cli.speech import complain
from pipelines.cli.written import json_text, visible
from pipelines.extraction.errors import ContractBroken, Unreadable
from pipelines.extraction.readers.encoding import MAX_BYTES
from pipelines.extraction.readers.formats import misnamed
from pipelines.loading.stated import StatementError

HOLDS, VIOLATED, UNREADABLE = 0, 1, 2


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
    except duckdb.DataError as error:
        cause = str(error).splitlines()[0]
        complain(
            f"{name}：模型无法处理其中的数值（{cause}）。请核对文件中的数字。",
            f"{name}: the models cannot carry what it says ({cause}). Look at its figures.",
        )
        return UNREADABLE
    if told := misnamed(found.document["source_format"], name):
        complain(*(f"{name}：{told[0]}", f"{name}: {told[1]}"))
    for zh, en in found.unread:
        complain(f"未读：{zh}", f"Not read: {en}")
    if arguments.html and not _report(found, data, name, arguments):
        return UNREADABLE
    if arguments.format == "json":
        _print_json(found)
    elif arguments.format == "github":
        from pipelines.cli.faces import annotations

        print(visible("\n".join(annotations.lines_of(found, arguments.file))))
    else:
        from pipelines.cli.faces import text

        print("\n".join(text.lines_of(found, arguments.reading, text.terminal_has_colours())))
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


def _report(found: Examination, data: bytes, name: str, arguments: argparse.Namespace) -> bool:
    """The page stands where it was asked for; False, with a word why, where it cannot be written."""
    from pipelines.cli.faces import html

    target = Path(arguments.html)
    try:
        target.write_text(
            html.page_of(found, data, name, arguments.reading, settings.current().language), encoding="utf-8"
        )
    except OSError as error:
        complain(
            f"无法写入 {_told(target)}：{error.strerror}。请换一个路径。",
            f"{_told(target)} cannot be written: {error.strerror}. Name another path.",
        )
        return False
    complain(f"报告已写入 {_told(target)}", f"report written to {_told(target)}")
    return True
