"""Documents read in a process apart: what exhausts time or memory there, or ends the process, ends nothing else.

Reads what it is handed, writes nothing. Grain: one answer per document, or `Unreadable` with the reason. One process
serves as many documents as it survives.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self, TypeVar

from pipelines.extraction.errors import Unreadable

_T = TypeVar("_T")
_TOLD = 200
"""Characters of a program's own message that a reason repeats."""
_ANOTHER = "用原始文件另存为其他格式（如 DOCX、纯文本）后重新提交，并报告此错误 / "
_ANOTHER += "hand it in again in another format (DOCX, plain text), and report this"

Reason = tuple[str, str, str]


class Reader:
    """Reads one document at a time within `seconds` and `megabytes`; used as a context."""

    def __init__(self, seconds: int, megabytes: int) -> None:
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, task: Callable[..., _T], *arguments: Any) -> _T:
        """What the task gives for the arguments; raises `Unreadable` when it refuses, fails, or does not end."""
        pipe = self._begin()
        try:
            pipe.send((task, arguments))
            if not pipe.poll(self._seconds):
                self._end()
                raise _too_long(self._seconds)
            answer, reason = pipe.recv()
        except (EOFError, OSError):
            raise _ended(self._end()) from None
        if reason is not None:
            raise Unreadable(*reason)
        given: _T = answer
        return given

    def _begin(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            self._end()
            # Not forked: a fork of a process with threads may stand still for ever.
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._megabytes), daemon=True)
            self._process.start()
            theirs.close()
            # Starting takes its time, which is no document's.
            with contextlib.suppress(EOFError, OSError):
                self._pipe.recv()
        return self._pipe

    def _end(self) -> int | None:
        """No process is left; its exit code, None where there was none."""
        code = None
        if self._process is not None:
            # A process that closed its pipe is on its way out, with a code of its own.
            self._process.join(timeout=1)
            self._process.kill()
            self._process.join()
            code = self._process.exitcode
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None
        return code


def _serve(pipe: Connection, megabytes: int) -> None:
    """Every task that comes is answered, until the other end is closed."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    most = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    importlib.import_module("pipelines.extraction.extract")
    pipe.send("ready")
    while True:
        try:
            task, arguments = pipe.recv()
        except EOFError:
            return
        pipe.send(_answered(task, arguments, megabytes))


def _answered(task: Callable[..., object], arguments: tuple[Any, ...], megabytes: int) -> tuple[object, Reason | None]:
    try:
        return task(*arguments), None
    except Unreadable as error:
        return None, (error.reason_zh, error.reason_en, error.what_to_do)
    except MemoryError:
        zh, en = f"读取所需内存超过 {megabytes} MB", f"reading it takes more than {megabytes} MB of memory"
        return None, (zh, en, f"{_ANOTHER}; JUESUAN_READ_MEMORY_MB")
    except Exception as error:  # whatever a document does to a reader ends the document, and not the night
        told = f"{type(error).__name__}: {error}".splitlines()[0][:_TOLD]
        return None, (f"读取程序在此文件上出错（{told}）", f"the reader failed on this file ({told})", _ANOTHER)


def _too_long(seconds: int) -> Unreadable:
    zh, en = f"{seconds} 秒内未能读完", f"it was not read within {seconds} seconds"
    return Unreadable(zh, en, f"{_ANOTHER}; JUESUAN_READ_SECONDS")


def _ended(code: int | None) -> Unreadable:
    return Unreadable(
        f"读取进程意外终止（退出码 {code}）", f"the process that read it ended (exit code {code})", _ANOTHER
    )
