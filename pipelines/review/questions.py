"""Anybody's SQL on the snapshot. Reads an edition's file through a database of its own; can write nothing.

Grain: one `Answer` per question. A question has one statement that reads, so much time, memory and rows; its database
ends with it, so that no question can disturb another or the desk.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from pipelines.review.editions import DATABASE, Edition, closed_database

SECONDS = 15
MEMORY = "512MB"
SHOWN = 500
EXPORTED = 100_000
LONGEST = 20_000
_TURN = threading.BoundedSemaphore(2)
_READS = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


class Unanswered(RuntimeError):
    """The question has no answer; `told` says why, in Chinese and English, `words` is DuckDB's own message."""

    def __init__(self, zh: str, en: str, words: str = "") -> None:
        self.told = (zh, en)
        self.words = words
        super().__init__(en)


@dataclass(frozen=True, slots=True)
class Answer:
    """Names and types of the columns and the rows; `is_cut` where there are more."""

    names: list[str]
    types: list[str]
    rows: list[tuple[object, ...]]
    is_cut: bool

    def is_number(self, column: int) -> bool:
        return self.types[column].startswith(
            ("DECIMAL", "INT", "BIGINT", "HUGEINT", "SMALLINT", "TINYINT", "U", "DOUBLE")
        )


def ask(edition: Edition, question: str, most: int, seconds: float = SECONDS) -> Answer:
    """The answer, at most so many rows of it; raises Unanswered."""
    if len(question) > LONGEST:
        raise Unanswered("问题过长", "the question is too long")
    if not _TURN.acquire(timeout=seconds):
        raise Unanswered("正在回答其他人的问题，请稍后再试", "others are being answered: try again in a moment")
    try:
        connection = closed_database(edition.folder / DATABASE, MEMORY)
        late = threading.Timer(seconds, connection.interrupt)
        late.start()
        try:
            return _answer(connection, question, most)
        except duckdb.InterruptException:
            raise Unanswered(
                f"超过 {seconds:g} 秒仍未得出结果，请缩小范围",
                f"no answer within {seconds:g} seconds: ask for less",
            ) from None
        except duckdb.Error as error:
            raise Unanswered(*_reason(error), str(error)) from None
        finally:
            late.cancel()
            connection.close()
    finally:
        _TURN.release()


def _answer(connection: duckdb.DuckDBPyConnection, question: str, most: int) -> Answer:
    statements = connection.extract_statements(question)
    if len(statements) != 1 or statements[0].type not in _READS:
        raise Unanswered("请只写一条查询语句（SELECT）", "write one statement that reads (SELECT)")
    result = connection.execute(statements[0])
    described = result.description or []
    rows = result.fetchmany(most + 1)
    return Answer([d[0] for d in described], [str(d[1]) for d in described], rows[:most], len(rows) > most)


def _reason(error: duckdb.Error) -> tuple[str, str]:
    causes: dict[type[duckdb.Error], tuple[str, str]] = {
        duckdb.ParserException: ("SQL 语法有误", "the SQL cannot be read"),
        duckdb.CatalogException: ("没有这个表或函数", "there is no such table or function"),
        duckdb.BinderException: ("没有这一列，或用法不对", "there is no such column, or it is used wrongly"),
        duckdb.PermissionException: ("只能读取快照，不能访问其他文件", "nothing but the snapshot can be read"),
        duckdb.OutOfMemoryException: ("所需内存过多，请缩小范围", "it takes too much memory: ask for less"),
    }
    return next((c for kind, c in causes.items() if isinstance(error, kind)), ("查询未能执行", "it cannot be answered"))


def charted(answer: Answer) -> list[tuple[str, Decimal]]:
    """Name and number of each row, for a chart: the last column of numbers by the first other columns; empty where
    the answer has no number, or too many rows to look at."""
    numbers = [i for i in range(len(answer.names)) if answer.is_number(i)]
    if not numbers or len(answer.names) < 2 or not 1 < len(answer.rows) <= 60:
        return []
    measure = numbers[-1]
    named = [i for i in range(len(answer.names)) if i != measure][:3]
    return [
        (" · ".join(str(row[i]) for i in named if row[i] is not None)[:60], Decimal(str(row[measure])))
        for row in answer.rows
        if row[measure] is not None
    ]
