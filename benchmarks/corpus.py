"""What is measured on. Reads the text documents beside the checkout where there are some, else invents five.

Grain: one named text per document.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.invented import disclosure

COUNT = 5


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents, and whether they are real ones."""

    documents: tuple[tuple[str, bytes], ...]
    is_invented: bool

    @property
    def size(self) -> int:
        return sum(len(data) for _, data in self.documents)

    @property
    def largest(self) -> tuple[str, bytes]:
        return self._by_size[-1]

    @property
    def middle(self) -> tuple[str, bytes]:
        return self._by_size[len(self.documents) // 2]

    @property
    def _by_size(self) -> list[tuple[str, bytes]]:
        return sorted(self.documents, key=lambda document: len(document[1]))


def corpus_of(folder: Path) -> Corpus:
    """The first five text documents of the folder, or five invented ones where it has fewer."""
    found = sorted(folder.glob("*.txt"))[:COUNT] if folder.is_dir() else []
    if len(found) == COUNT:
        return Corpus(tuple((path.name, path.read_bytes()) for path in found), is_invented=False)
    texts = (disclosure(number).encode("utf-8") for number in range(COUNT))
    return Corpus(tuple((f"invented-{n}.txt", text) for n, text in enumerate(texts)), is_invented=True)


def corrected(data: bytes, number: int) -> bytes:
    """The same text as another document: bytes that nobody has seen, not a figure changed."""
    return data.rstrip() + b"\n" * (number + 2)
