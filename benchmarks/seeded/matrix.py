"""The seeded-fault matrix, measured: every figure in turn, every kind of fault, on all cores.

Reads documents; works in memory and temporary folders. Grain: one `Score` per variant, in the order of documents, kinds
and figures, the same on every machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from hashlib import sha256
from zlib import crc32

from benchmarks.seeded.baseline import Baseline, Outcome, baseline_of, judged_again, outcome_of
from benchmarks.seeded.figures import Printed, printed_figures
from benchmarks.seeded.score import Score, score
from benchmarks.seeded.slips import FAULTS
from benchmarks.seeded.street import judged
from benchmarks.seeded.variants import Fault, Source, Variant, faults_of, stands_alone, variants_of

Tell = Callable[[str], None]
BATCH = 72
"""Faults of one task: few enough to fit into memory at once, many enough that planning the models costs little."""
CONTROL = 40
"""One simple fault in so many goes through the models as well."""
TELL_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document and the parts of it whose figures are changed, with how many figures there are to a changed one."""

    source: Source
    parts: Mapping[str, int]


def baselines(sources: Sequence[Source]) -> list[Baseline]:
    """Every document before any fault."""
    found = judged((source.extracted.document_id, source.extracted) for source in sources)
    return [baseline_of(source, readings) for source, readings in zip(sources, found, strict=True)]


def measure(wanted: Sequence[Wanted], tell: Tell, kinds: Sequence[str] = tuple(FAULTS)) -> list[Score]:
    """Every fault of every so many figures, scored."""
    bases = baselines([one.source for one in wanted])
    tasks = [task for number, one in enumerate(wanted) for task in _tasks(number, one, bases[number], kinds)]
    total, done, began, told = sum(len(faults) for _, faults in tasks), 0, time.monotonic(), 0.0
    tell(f"{total} faults")
    scores: dict[int, list[Score]] = {}
    with ProcessPoolExecutor(os.cpu_count(), initializer=_receive, initargs=(bases,)) as pool:
        waiting = {pool.submit(_work, *task): number for number, task in enumerate(tasks)}
        for finished in as_completed(waiting):
            scores[waiting[finished]] = finished.result()
            done += len(tasks[waiting[finished]][1])
            spent = time.monotonic() - began
            if spent - told > TELL_SECONDS or done == total:
                told = spent
                tell(f"{done}/{total} faults, about {spent / done * (total - done):.0f} s left")
    return [one for number in sorted(scores) for one in scores[number]]


def scored(base: Baseline, faults: Sequence[Fault], control: int = CONTROL) -> list[Score]:
    """The faults, in the order given."""
    found: dict[int, Outcome] = {}
    whole: dict[int, Variant] = {}
    for number, variant in enumerate(variants_of(base.source, faults)):
        readings = judged_again(base, variant)
        if readings is not None:
            found[number] = outcome_of(readings)
        chance = crc32(repr((variant.fault.kind, variant.fault.figure.key)).encode())
        if readings is None or (control and chance % control == 0):
            whole[number] = variant
    through_models = dict(zip(whole, _outcomes(base, whole.values()), strict=True))
    scores = []
    for number, fault in enumerate(faults):
        made = score(base, fault, found.get(number) or through_models[number])
        if number in found and number in through_models:
            is_same = _same(found[number], through_models[number]) and stands_alone(base.source, whole[number])
            made = replace(made, is_control=True, is_same=is_same)
        scores.append(made)
    return scores


def _outcomes(base: Baseline, variants: Iterable[Variant]) -> list[Outcome]:
    documents = [
        (base.document_id, variant.extracted(base.source, _invented_id(base, variant.fault))) for variant in variants
    ]
    return [outcome_of(readings) for readings in judged(documents)] if documents else []


def _same(one: Outcome, other: Outcome) -> bool:
    return one.alarms.keys() == other.alarms.keys() and one.findings == other.findings


def _invented_id(base: Baseline, fault: Fault) -> str:
    return sha256(repr((base.document_id, fault.kind, fault.figure.key)).encode()).hexdigest()[:16]


def sound_figures(base: Baseline, parts: Mapping[str, int]) -> list[Printed]:
    """Every so many figures of each part; what was wrong before is no figure to put a fault into."""
    found: list[Printed] = []
    for part, sample in parts.items():
        figures = printed_figures(base.source.extracted, (part,))
        found += [figure for figure in figures if not base.is_wrong(figure)][::sample]
    return found


def _tasks(number: int, wanted: Wanted, base: Baseline, kinds: Sequence[str]) -> Iterator[tuple[int, list[Fault]]]:
    """Faults of one document in batches."""
    faults = list(faults_of(sound_figures(base, wanted.parts), kinds))
    yield from ((number, faults[start : start + BATCH]) for start in range(0, len(faults), BATCH))


_BASES: list[Baseline] = []


def _receive(bases: list[Baseline]) -> None:
    _BASES[:] = bases


def _work(number: int, faults: list[Fault]) -> list[Score]:
    return scored(_BASES[number], faults)
