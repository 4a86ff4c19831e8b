"""What a seeded fault came to, and the counts of many.

Reads outcomes; writes nothing. Grain: one `Score` per variant, one `Tally` per group of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.seeded.baseline import Baseline, Finding, Outcome
from benchmarks.seeded.variants import Fault


@dataclass(frozen=True, slots=True)
class Score:
    """One fault: whether its figure stands in a testable identity, whether anything new arose, whether the first new
    finding names the figure, with its right value; how many alarms arose elsewhere, how many findings accuse others."""

    document: str
    part: str
    kind: str
    line: int
    printed: str
    faulty: str
    is_tested: bool
    is_noticed: bool
    is_first: bool
    is_right: bool
    elsewhere: int
    accuses_others: int
    is_control: bool = False
    is_same: bool = True
    """Whether a fault of the control group came to the same through the models."""


@dataclass(frozen=True, slots=True)
class Tally:
    """So many faults, and how many of them were noticed, named first (of the noticed) and set right (of the named)."""

    faults: int
    noticed: int
    first: int
    right: int
    elsewhere: int
    accuses_others: int


def score(base: Baseline, fault: Fault, outcome: Outcome) -> Score:
    """The fault, judged by what is new since the baseline."""
    figure_id = fault.figure.figure_id(base.document_id)
    alarms = [names for alarm, names in outcome.alarms.items() if alarm not in base.known.alarms]
    findings = new_findings(base, outcome, figure_id)
    named = dict(findings[0].members) if findings else {}
    strange = [one for one in findings if figure_id not in dict(one.members)]
    elsewhere = [one for one in strange if figure_id not in one.involves]
    return Score(
        document=base.document_id,
        part=fault.figure.part,
        kind=fault.kind,
        line=fault.figure.line,
        printed=fault.figure.text,
        faulty=fault.text,
        is_tested=bool(base.tested(figure_id)),
        is_noticed=bool(alarms or findings) or fault.figure.key[0] in outcome.displaced - base.known.displaced,
        is_first=figure_id in named,
        is_right=named.get(figure_id) == fault.figure.value,
        elsewhere=sum(figure_id not in names for names in alarms) + len(elsewhere),
        accuses_others=len(strange),
    )


def new_findings(base: Baseline, outcome: Outcome, figure_id: str) -> list[Finding]:
    """Findings that do not stand in the document as it was printed; what accuses a figure that was wrong before, and
    only tells of it otherwise, is none."""
    wrong = {name for finding in base.known.findings for name, _ in finding.members}
    return [
        finding
        for finding in outcome.findings
        if figure_id in dict(finding.members) or wrong.isdisjoint(dict(finding.members))
    ]


def tally(scores: Iterable[Score]) -> Tally:
    """The counts of the faults."""
    counted = list(scores)
    return Tally(
        len(counted),
        sum(one.is_noticed for one in counted),
        sum(one.is_first for one in counted),
        sum(one.is_first and one.is_right for one in counted),
        sum(one.elsewhere for one in counted),
        sum(one.accuses_others for one in counted),
    )
