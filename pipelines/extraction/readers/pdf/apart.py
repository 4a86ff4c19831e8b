"""A PDF that may be made to do harm, read in a process of its own with little memory and time.

Reads a PDF's bytes, writes the document model, or `Unreadable` where the process did not come to an end.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys

from pipelines.extraction.errors import Unreadable
from pipelines.extraction.model import Document

_MEMORY = 1 << 30
"""Evidence: two thousand pages of tables take 330 MB."""
_SECONDS = 120
"""Evidence: two thousand pages of tables take forty seconds."""
_CHILD = """
import pickle, resource, sys
for limit, most in ((resource.RLIMIT_AS, int(sys.argv[1])), (resource.RLIMIT_CPU, int(sys.argv[2]))):
    resource.setrlimit(limit, (most, most))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.readers.pdf.document import read_here
try:
    told = read_here(sys.stdin.buffer.read())
except Unreadable as refusal:
    told = (refusal.reason_zh, refusal.reason_en, refusal.what_to_do)
sys.stdout.buffer.write(pickle.dumps(told))
"""


def read(data: bytes) -> Document:
    """The document as the process read it; raises `Unreadable` with its reason, or because it could bear no more."""
    command = [sys.executable, "-c", _CHILD, str(_MEMORY), str(_SECONDS)]
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            check=True,
            timeout=2 * _SECONDS,
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
