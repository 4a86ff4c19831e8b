"""Everything that `docs/accuracy.md` tells, measured. Reads documents and `tests/golden/`; writes nothing.

Grain: one `Accuracy` per run. Every file of the folder that `juesuan check` can read takes part; where there is none,
the invented disclosures of the tests do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.accuracy import Accuracy
from benchmarks.golden import read_of, verdicts_of
from benchmarks.home import HOUSE
from benchmarks.seeded.figures import printed_figures
from benchmarks.seeded.matrix import Tell, Wanted, measure
from benchmarks.seeded.variants import Source, source_of
from pipelines.cli.examine import examine
from pipelines.extraction.errors import Unreadable

GOLDEN = HOUSE / "tests" / "golden"
INVENTED = HOUSE / "tests" / "integration" / "corpus"


def accuracy_of(folder: Path, samples: Mapping[str, int], tell: Tell) -> Accuracy:
    """Everything measured once; `samples` says of each part how many figures there are to one that gets faults."""
    sources = sources_in(folder, tell)
    kind = "real"
    if not sources:
        tell(f"没有 {folder.name} 可读，改用虚构文件 / nothing to read in {folder.name}: invented documents instead")
        sources, kind = sources_in(INVENTED, tell), "invented"
    titles, read, verdicts = {}, [], []
    for source in sources:
        tell(f"golden data: {source.extracted.document_id}")
        printed, meant = (examine(source.data, source.name, reading) for reading in ("printed", "meant"))
        mine = source.extracted.document_id
        titles[mine] = f"{printed.document['fiscal_year']} {printed.document['source_format']} `{mine[:8]}`"
        read += read_of(printed, meant, GOLDEN)
        by_hand = verdicts_of(printed, GOLDEN)
        verdicts += [by_hand] if by_hand is not None else []
    scores = measure([Wanted(source, samples) for source in sources], tell)
    corpus = f"{len(sources)} {kind} documents"
    return Accuracy(corpus, samples, titles, read, verdicts, scores)


def sources_in(folder: Path, tell: Tell) -> list[Source]:
    """The documents of the folder, in order of their names; what cannot be read or prints no figures is told."""
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not path.is_file() or path.suffix == ".csv":
            continue
        try:
            source = source_of(path.name, path.read_bytes())
        except Unreadable as error:
            tell(f"{path.suffix}: {error.reason_en}")
            continue
        if printed_figures(source.extracted):
            found.append(source)
    return found
