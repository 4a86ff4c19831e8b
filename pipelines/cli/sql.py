"""`juesuan sql`: a question to the published snapshot. Reads `published/current`; writes the answer to
standard output."""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import date, datetime
from decimal import Decimal

import duckdb

from pipelines import paths
from pipelines.cli.speech import complain, words
from pipelines.cli.written import exact, json_text, visible
from pipelines.publication.ask import Answer, NothingPublished, ask, open_current

UNANSWERED = 2
_NUMBERS = ("DECIMAL", "INT", "HUGEINT", "BIGINT", "DOUBLE", "FLOAT", "SMALLINT", "TINYINT")


def run(arguments: argparse.Namespace) -> int:
    """The answer is printed, figures to the last digit; 2 when there is none."""
    question = sys.stdin.read() if arguments.question == "-" else arguments.question
    if not question.strip():
        complain("没有问题：请给出 SQL。", "No question: give some SQL.")
        return UNANSWERED
    try:
        connection = open_current(paths.published())
    except NothingPublished:
        complain("还没有已发布的快照。请先运行 make refresh。", "Nothing is published yet. Run make refresh first.")
        return UNANSWERED
    except duckdb.Error as error:
        complain(f"快照无法打开：{error}", "The snapshot cannot be opened; run make refresh to publish a new one.")
        return UNANSWERED
    try:
        answer = ask(connection, question)
        {"table": _table, "csv": _csv, "json": _json}[arguments.format](answer)
    except duckdb.Error as error:
        complain(f"查询未能执行：{_reason(error)}", f"The query was not answered: {error}")
        return UNANSWERED
    finally:
        connection.close()
    return 0


def _reason(error: duckdb.Error) -> str:
    """The cause in Chinese, for the mistakes that are made most; DuckDB's own words follow in English."""
    causes = {
        duckdb.ParserException: "SQL 语法有误",
        duckdb.CatalogException: "没有这个表或函数（可用 SHOW ALL TABLES 查看）",
        duckdb.BinderException: "没有这一列，或用法不对（可用 DESCRIBE 表名 查看）",
        duckdb.PermissionException: "快照只读，也不能访问其他文件",
        duckdb.InvalidInputException: "快照只读，也不能访问其他文件",
    }
    return next((zh for kind, zh in causes.items() if isinstance(error, kind)), type(error).__name__)


def _text(value: object, null: str = "") -> str:
    if value is None:
        return null
    if isinstance(value, Decimal):
        return exact(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool | list | tuple | dict):
        return json_text(value)
    return str(value)


def _csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.names)
    for row in answer.rows:
        writer.writerow([_text(value) for value in row])


def _json(answer: Answer) -> None:
    """One array; an object per row, a row per line."""
    sys.stdout.write("[")
    for number, row in enumerate(answer.rows):
        line = json_text(dict(zip(answer.names, row, strict=True)))
        sys.stdout.write(("" if number == 0 else ",") + "\n" + line)
    sys.stdout.write("\n]\n")


def _table(answer: Answer) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    if not answer.names:
        return
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, kind in zip(answer.names, answer.types, strict=True):
        drawn.add_column(name, justify="right" if kind.startswith(_NUMBERS) else "left", overflow="fold")
    rows = 0
    for row in answer.rows:
        drawn.add_row(*(visible(_text(value, null="NULL")) for value in row))
        rows += 1
    console = Console(markup=False, highlight=False)
    # Into a file or a pipe nothing is folded: a line is a row.
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=100_000)
    console.print(drawn)
    print(words(f"{rows} 行", f"{rows} rows" if rows != 1 else "1 row", " · "))
