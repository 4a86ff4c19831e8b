"""What is known of a document before a fault is seeded, and what one fault makes of it.

Reads a document and its variants; writes nothing. Grain: one `Baseline` per document, one `Outcome` per variant.
A fault that puts other digits into a figure and leaves its statement's decimals leaves everything else as it was: its
checks are judged again by the very relations that localisation works with. Every other fault goes through the models
whole, and so does a control group of the simple ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from benchmarks.seeded.convention import Conventions, conventions_of, is_literal
from benchmarks.seeded.figures import Printed
from benchmarks.seeded.street import PRINTED, RESTORED, Judged
from benchmarks.seeded.variants import Source, Variant
from pipelines.extraction.extract import Extracted
from pipelines.repair.facts import CheckId, Localisation, Reading
from pipelines.repair.localise import localise
from pipelines.repair.relations import Ratio, Relation, relations
from pipelines.repair.restoration.facts import Restored
from pipelines.repair.restoration.reference import reference_of
from pipelines.repair.restoration.restore import restore

IN_PLACE = {"", "row_assigned", "header_shifted"}
"""What restoration says of cells whose whole row or heading was lost: they stand where they should."""
ALARMS = {"violated", "truncated"}
MENDED = 2
"""Identities that hold because restoration reads a cell otherwise than printed, at the least (`mend`)."""

Alarm = tuple[str, CheckId]
Members = tuple[tuple[str, Decimal | None], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One slip: its figures with the values they should have, and the figures of the checks below it."""

    members: Members
    explains: int
    involves: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The checks that raise an alarm, by reading, with their figures; the findings, those that explain most first."""

    alarms: dict[Alarm, frozenset[str]]
    findings: tuple[Finding, ...]
    displaced: frozenset[str] = frozenset()
    """Tables of which it says that figures cannot be placed."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A document, its readings, what restoration says of it, and what is found in it as it was printed."""

    source: Source
    readings: dict[str, Judged]
    restored: Restored | None
    known: Outcome
    standing: dict[str, dict[str, list[Relation]]]
    conventions: Conventions
    undivided: frozenset[str]
    """Figures of ratios without a quotient: another base may give them one."""

    @property
    def document_id(self) -> str:
        return self.source.extracted.document_id

    def tested(self, figure_id: str) -> set[str]:
        """The readings in which the figure stands in a check with a verdict."""
        return {reading for reading, relations_of in self.standing.items() if relations_of.get(figure_id)}

    def is_wrong(self, figure: Printed) -> bool:
        """Whether the figure is wrong, or stands in the wrong place, as it was printed."""
        figure_id = figure.figure_id(self.document_id)
        facts = self.restored.facts if self.restored else []
        return any(figure_id == name for finding in self.known.findings for name, _ in finding.members) or any(
            figure.key == (one.table_id, f"r{one.table_row}", f"c{one.table_column}")
            for one in facts
            if one.slip not in IN_PLACE
        )


def baseline_of(source: Source, readings: dict[str, Judged]) -> Baseline:
    """The document before any fault."""
    standing = {reading: _standing(found) for reading, found in readings.items()}
    restored = _restored(source.extracted) if source.extracted.panels else None
    undivided = frozenset(name for found in readings.values() for name in _undivided(found))
    conventions = conventions_of(source.extracted)
    return Baseline(source, readings, restored, outcome_of(readings), standing, conventions, undivided)


def outcome_of(readings: Mapping[str, Judged]) -> Outcome:
    """What is found in a document: by the reading that the repair room takes, the alarms of all of them."""
    alarms = {}
    for reading, found in readings.items():
        names = _figures_of_checks(found)
        for check in found.checks:
            if check.verdict in ALARMS:
                alarms[reading, check.check_id] = frozenset(names.get(check.check_id, ()))
    taken = readings[RESTORED if RESTORED in readings else PRINTED]
    said = localise(taken.checks, taken.terms, taken.figures)
    return Outcome(alarms, _findings(said, _figures_of_checks(taken), taken.repeated), taken.displaced)


def judged_again(base: Baseline, variant: Variant) -> dict[str, Judged] | None:
    """The document's readings with the fault; None where more than the figure's checks may have changed."""
    fault = variant.fault
    if variant.other is not None or not variant.changes:
        return None
    numeral = variant.changes[0][2]["numeral"]
    decimals = base.conventions.after(fault.figure, numeral)
    figure_id = fault.figure.figure_id(base.document_id)
    if decimals is None or figure_id in base.undivided:
        return None
    if base.restored is not None and any(table in {"cells", "panels"} for table, _, _ in variant.changes):
        again = _restored(variant.extracted(base.source, base.document_id))
        if _said(again) != _said(base.restored):
            return None
    digit = Decimal(0) if is_literal(fault.figure, numeral) else Decimal(1).scaleb(-decimals)
    fresh = _Misprint(figure_id, Decimal(numeral) * fault.figure.sign, digit, decimals, fault.text)
    return {name: _with(found, base.standing[name], fresh) for name, found in base.readings.items()}


@dataclass(frozen=True, slots=True)
class _Misprint:
    """A figure's new print: its value and last digit in the printed unit."""

    figure_id: str
    value: Decimal
    digit: Decimal
    decimals: int
    text: str


def _with(found: Judged, standing: dict[str, list[Relation]], fresh: _Misprint) -> Judged:
    figure = found.figures.get(fresh.figure_id)
    if figure is None:
        return found
    amount = fresh.value * figure.factor
    # What is counted has no interval.
    digit = fresh.digit * figure.factor if figure.unit_kind in {"money", "percent"} else Decimal(0)
    cut = (amount - digit, amount) if amount < 0 else (amount, amount + digit)
    changed = replace(
        figure,
        amount=amount,
        half=digit / 2,
        text=fresh.text,
        decimals=fresh.decimals,
        cut_lower=cut[0],
        cut_upper=cut[1],
    )
    figures = {**found.figures, fresh.figure_id: changed}
    reading = Reading(figures)
    verdicts = {one.check.check_id: _verdict(one, reading) for one in standing.get(fresh.figure_id, ())}
    checks = [
        replace(check, verdict=verdicts[check.check_id]) if check.check_id in verdicts else check
        for check in found.checks
    ]
    return replace(found, checks=checks, figures=figures)


def _undivided(found: Judged) -> set[str]:
    open_ = {one.check_id for one in found.checks if one.operator == "ratio" and one.verdict == "not_testable"}
    return {term.figure_id for term in found.terms if (term.identity_id, term.check_key) in open_}


def _verdict(relation: Relation, reading: Reading) -> str:
    if isinstance(relation, Ratio) and not relation.quotients(reading):
        return "not_testable"
    if relation.is_exact(reading):
        return "exact"
    if relation.meets(reading):
        return "rounding"
    return "truncated" if relation.meets_cut(reading) else "violated"


def _restored(extracted: Extracted) -> Restored:
    return restore(extracted.tables, extracted.cells, extracted.panels, reference_of())


def _said(restored: Restored) -> list[object]:
    """What the models read of it: which cell is which figure, and whether it stands where it should."""
    facts = [
        (one.table_id, one.table_row, one.table_column, one.meaning, bool(one.slip), one.meant_text)
        for one in restored.facts
    ]
    implied = [(one.table_id, one.table_row, one.meaning, one.meant_text, one.is_open) for one in restored.implied]
    return [facts, implied]


def _standing(found: Judged) -> dict[str, list[Relation]]:
    standing: dict[str, list[Relation]] = {}
    for relation in relations(found.checks, found.terms):
        if all(name in found.figures for name in relation.figures):
            for name in relation.figures:
                standing.setdefault(name, []).append(relation)
    return standing


def _figures_of_checks(found: Judged) -> dict[CheckId, set[str]]:
    names: dict[CheckId, set[str]] = {}
    for term in found.terms:
        names.setdefault((term.identity_id, term.check_key), set()).add(term.figure_id)
    return names


def _findings(
    said: Localisation, names: Mapping[CheckId, Iterable[str]], repeated: Iterable[tuple[str, Decimal]]
) -> tuple[Finding, ...]:
    groups: dict[str, list[tuple[str, Decimal | None]]] = {}
    finding_of = {}
    for culprit in said.culprits:
        groups.setdefault(culprit.finding, []).append((culprit.figure_id, culprit.suggested_value))
        finding_of[culprit.figure_id] = culprit.finding
    below: dict[str, set[CheckId]] = {}
    for link in said.explained:
        below.setdefault(finding_of[link.figure_id], set()).add((link.identity_id, link.check_key))
    found = [
        Finding(
            tuple(members),
            len(below.get(name, ())),
            frozenset(one for check in below.get(name, ()) for one in names.get(check, ())),
        )
        for name, members in groups.items()
    ]
    found += [Finding((cell,), MENDED, frozenset({cell[0]})) for cell in repeated]
    # A finding without a check below it still stands: it goes last.
    return tuple(sorted(found, key=lambda one: -one.explains))
