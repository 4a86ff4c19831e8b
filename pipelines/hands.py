"""Work by document over all cores. Reads and writes nothing of its own.

Grain: one answer per task, in the order of the tasks. Part of the floor that every room stands on: reading, restoring,
localising and validating know nothing of other documents, and share this way of doing it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def many() -> int:
    """How many tasks this process may have done at a time; one where it may not have children."""
    # Imported when asked for: a check of one document needs none of it.
    from multiprocessing import current_process

    if current_process().daemon:
        return 1
    # Not every system says which cores a process may use.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(do: Callable[[Task], Answer], tasks: Iterable[Task], worth: int = 2) -> Iterator[Answer]:
    """The answers in the order of the tasks; `do` and what it takes and gives must be picklable.

    Fewer tasks than are `worth` the start of a process are done here, and all of them on a single core. Tasks are taken
    as hands become free, and no answer is reckoned far ahead of its turn, so that memory holds a few of them whatever
    their number. Raises what `do` raises.
    """
    waiting = iter(tasks)
    first = list(islice(waiting, worth))
    if len(first) < worth or many() < 2:
        yield from map(do, chain(first, waiting))
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A fresh interpreter each: no thread and no open file of this process is carried over.
    with ProcessPoolExecutor(many(), get_context("spawn")) as pool:
        under_way: deque[Future[Answer]] = deque()
        try:
            for task in chain(first, waiting):
                under_way.append(pool.submit(do, task))
                if len(under_way) > 2 * many():
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()
