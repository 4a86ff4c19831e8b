"""What lies together: the files of one folder, or of one archive. Reads what a person names; writes nothing.

Grain: one `Container` per folder with files and per archive, however deep the folder; an archive within an archive
belongs to the outer one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipelines.documents import intake
from pipelines.documents.intake import Arrival
from pipelines.extraction.errors import Unreadable
from pipelines.extraction.readers import archive
from pipelines.extraction.readers.encoding import MAX_BYTES
from pipelines.extraction.readers.formats import format_of

MAX_ARCHIVE = 8 * MAX_BYTES
"""Evidence: a county's disclosures of one year are some 200 MB; one document is never more than `MAX_BYTES`."""


@dataclass(slots=True)
class Container:
    """The files that lie together: `files` on disk, read one at a time; `arrivals` out of an archive, and those of its
    members that were `refused`."""

    files: list[Path] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    refused: list[tuple[Arrival, Unreadable]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.files) + len(self.arrivals)

    def each(self, today: date) -> Iterator[Arrival | tuple[Path, OSError]]:
        """Every file that can be tried, or why it cannot be opened."""
        for path in self.files:
            try:
                yield intake.arrive(path, today)
            except OSError as error:
                yield path, error
        yield from self.arrivals


def below(named: Path, today: date) -> Iterator[Container]:
    """The container of the file, or of every folder and archive below; a lone file is a container of its own."""
    folders: dict[Path, Container] = {}
    for path in intake.files_below(named):
        if (archived := _archive(path, today)) is not None:
            yield archived
        else:
            folders.setdefault(path.parent, Container()).files.append(path)
    yield from folders.values()


def _archive(path: Path, today: date) -> Container | None:
    """What the archive holds; None for a file that is none, or cannot be opened."""
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK" or path.stat().st_size > MAX_ARCHIVE:
                return None
        arrival = intake.arrive(path, today)
    except OSError:
        return None
    if format_of(arrival.data) != "zip":
        return None
    opened = Container()
    try:
        members = archive.members_of(arrival.data)
        if not members:
            raise archive.empty()
    except Unreadable as refusal:
        opened.refused.append((arrival, refusal))
        return opened
    for member in members:
        came = intake.arrived(path, member.name, member.data, today)
        if member.refusal is None:
            opened.arrivals.append(came)
        else:
            opened.refused.append((came, member.refusal))
    return opened
