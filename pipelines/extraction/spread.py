"""Documents read by Spark's executors, ahead of the one who reads what is left. Reads the stored documents; writes
`raw/extracted/`.

Grain: one document per task. A cluster's workers see the documents and the reference lists under the same paths.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines import paths, spark
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.extract import Extracted, extract, write
from pipelines.extraction.renew import Registered, Renewed, extracted_version
from pipelines.extraction.version import EXTRACTOR_VERSION

WORTH = 8
"""Documents: Spark takes longer to start than to read fewer."""


def read_ahead(documents: list[Registered], tell: Callable[[str], None] = lambda _said: None) -> Renewed:
    """Every document that is new or known by another version of the reader is extracted, if it can be read. What cannot
    is left for `renew`, which says why."""
    done = Renewed()
    waiting = [
        (document.document_id, (str(document.stored), document.source_name))
        for document in documents
        if document.stored is not None and extracted_version(document.document_id) != EXTRACTOR_VERSION
    ]
    if len(waiting) < WORTH:
        return done
    answers = spark.spread(read_one, (task for _, task in waiting))
    try:
        for (document_id, (_, name)), extracted in zip(waiting, answers, strict=True):
            if extracted is not None:
                write(extracted, paths.extracted() / document_id)
                done.read.append(document_id)
                done.unread += [(name, *part) for part in extracted.unread]
    except spark.failures() as error:
        # One document that ends an executor stops no night: who reads what is left reads it apart.
        tell(f"Spark 提取中断，其余逐份读取 / Spark broke off, the rest is read one by one: {error}")
    return done


def read_one(task: tuple[str, str]) -> Extracted | None:
    """What the stored document of this path and name says; None where it cannot be read."""
    stored, name = task
    try:
        return extract(Path(stored).read_bytes(), name)
    except Unreadable:
        return None
