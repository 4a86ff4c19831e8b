"""A PDF that may be made to do harm, read in a process of its own with little memory and time.

Reads a PDF's bytes, writes the document model, or `Unreadable` where the process did not come to an end.
"""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document
from pipelines.extraction.readers import ocr

_MEMORY = 1 << 30
"""Evidence: two thousand pages of tables take 330 MB."""
_MEMORY_OF_PICTURES = 2 << 30
"""Once a page that is a picture has to be recognised. Evidence: the recogniser takes 880 MB for one page."""
_SECONDS_OF_PICTURES = 1200
"""Evidence: five seconds a page on two cores."""
_SECONDS = 120
"""Evidence: two thousand pages of tables take forty seconds."""
_CHILD = "from pipelines.extraction.readers.pdf.apart import serve; serve()"


def serve() -> None:
    """What the process does: bytes come in, the document or the refusal goes out, within the limits it was given."""
    memory, memory_of_pictures, seconds, seconds_of_pictures = map(int, sys.argv[1:])
    wanted = {resource.RLIMIT_DATA: (memory, memory_of_pictures), resource.RLIMIT_CPU: (seconds, seconds_of_pictures)}
    for limit, sizes in wanted.items():
        hard = resource.getrlimit(limit)[1]
        least, most = sizes if hard == resource.RLIM_INFINITY else (min(size, hard) for size in sizes)
        resource.setrlimit(limit, (least, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def allow_for_pictures() -> None:
        for limit in wanted if ocr.is_installed() else ():
            most = resource.getrlimit(limit)[1]
            resource.setrlimit(limit, (most, most))

    told: Document | tuple[str, str, str]
    try:
        from pipelines.extraction.readers.pdf.document import read_here

        told = read_here(sys.stdin.buffer.read(), allow_for_pictures)
    except Unreadable as refusal:
        told = (refusal.reason_zh, refusal.reason_en, refusal.what_to_do)
    sys.stdout.buffer.write(pickle.dumps(told))


def read(data: bytes) -> Document:
    """The document as the process read it; raises `Unreadable` with its reason, or because it could bear no more."""
    limits = (_MEMORY, _MEMORY_OF_PICTURES, _SECONDS, _SECONDS_OF_PICTURES)
    command = [sys.executable, "-c", _CHILD, *map(str, limits)]
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            check=True,
            timeout=2 * _SECONDS_OF_PICTURES,
        )
    except subprocess.SubprocessError as error:
        raise Unreadable(
            "PDF 展开后远大于任何公开文本",
            "the PDF unpacks to far more than any disclosure holds",
            "请从原始文档重新导出 PDF / export the PDF again from its source",
        ) from error
    # What the process writes is what this program makes it write; the PDF decides over the texts in it alone.
    told = pickle.loads(done.stdout)
    if isinstance(told, Document):
        return told
    raise Unreadable(*told)
