"""What poisonous documents do to their reader. Light to import: the reader's process imports it on its way."""

from __future__ import annotations

import os
import signal
import time

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import Extracted, extract

MEGABYTE = 1024 * 1024


def raises(_data: bytes, _name: str) -> Extracted:
    raise RecursionError("nested too deeply")


def never_ends(_data: bytes, _name: str) -> Extracted:
    time.sleep(3600)
    raise AssertionError


def takes_all_memory(_data: bytes, _name: str) -> Extracted:
    held = [bytes(64 * MEGABYTE) for _ in range(64)]
    raise AssertionError(len(held))


def is_killed(_data: bytes, _name: str) -> Extracted:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def refuses(_data: bytes, _name: str) -> Extracted:
    raise Unreadable("空文件", "empty", "hand in another")


SCATTER = {
    "raising": "raise RecursionError('nested too deeply')",
    "endless": "import time; time.sleep(3600)",
    "killed": "import os; os.kill(os.getpid(), 9)",
}


def scattered(data: bytes, name: str) -> Extracted:
    """The real reader, but for documents whose text says what they do to it."""
    for what, deed in SCATTER.items():
        if what.encode() in data:
            exec(deed)
    return extract(data, name)
