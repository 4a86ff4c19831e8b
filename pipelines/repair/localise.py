"""Which figures are wrong: per document, the fewest and least confirmed whose change lets every identity hold.

Reads checks, terms and figures of one document (`read`); writes nothing. Grain: one `Culprit` per figure to change, one
`Explained` per violated check. Fellegi and Holt's question: blocks of stale figures first, then component by component
of violated checks (`search`); every answer is verified in fractions before it is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pipelines.repair.blocks import Block, stale_blocks
from pipelines.repair.facts import (
    AMBIGUOUS,
    LIKELY,
    Alternative,
    Check,
    Culprit,
    Explained,
    Figure,
    Localisation,
    Reading,
    Term,
)
from pipelines.repair.landscape import Landscape, landscape
from pipelines.repair.program import Allowance
from pipelines.repair.relations import Ratio, Relation, holds
from pipelines.repair.search import Choice, Found, Task, components, search
from pipelines.repair.settle import settle
from pipelines.repair.words import Case, explain

WORK = 20_000
"""What the solver may do for one document, about a second (`program.Allowance`)."""
LISTED = 8
"""Alternatives told per culprit."""


def localise(checks: Sequence[Check], terms: Sequence[Term], figures: Mapping[str, Figure]) -> Localisation:
    """Every violated check hangs below a culprit, or below the likeliest figure where nothing can be proven."""
    land = landscape(checks, terms, figures)
    violated = [relation for relation in land.relations if relation.check.verdict == "violated"]
    if not violated:
        return Localisation()
    allowance = Allowance(WORK)
    culprits: list[Culprit] = []
    explained: list[Explained] = []
    reading = land.printed
    for block in stale_blocks(land, violated):
        settled = settle(block.members, reading, land.standing)
        if settled is None:
            continue
        below = [relation for relation in violated if _hangs(relation, block.members)]
        culprits += _block_culprits(land, block, settled.reading, settled.forced, below)
        explained += _explained(below, block.members, land.printed, settled.reading)
        reading = settled.reading
        violated = [relation for relation in violated if relation not in below]
    while violated:
        task = Task(land, components(violated)[0], reading, allowance)
        found = search(task)
        # A search that had to look further may have mended other components on its way.
        names, reading = frozenset(found.culprits), found.reading
        below = [one for one in violated if one in task.component or (_hangs(one, names) and holds(one, reading))]
        culprits += _component_culprits(land, found, below)
        explained += _explained(below, names, land.printed, reading)
        violated = [relation for relation in violated if relation not in below]
    culprits.sort(key=lambda one: land.figures[one.figure_id].print_order)
    return Localisation(tuple(culprits), tuple(sorted(explained, key=lambda one: (one.identity_id, one.check_key))))


def _hangs(relation: Relation, figure_ids: frozenset[str]) -> bool:
    return not figure_ids.isdisjoint(relation.figures)


def _component_culprits(land: Landscape, found: Found, component: Sequence[Relation]) -> list[Culprit]:
    name = "/".join(min(relation.check.check_id for relation in component))
    # One figure printed wrong in two columns of its row is one slip.
    slips: dict[tuple[Fraction, Fraction], str] = {}
    made = []
    for figure_id, choice in found.culprits.items():
        figure = land.figures[figure_id]
        finding = figure_id
        if choice.value is not None and not figure.is_zero:
            finding = slips.setdefault((Fraction(figure.amount), choice.value), figure_id)
        text = suggested_text(figure, choice.value, choice.slip)
        mended = sum(figure_id in relation.figures for relation in component)
        made.append(
            Culprit(
                figure_id,
                None if choice.value is None else figure.printed(choice.value),
                text,
                choice.slip,
                choice.confidence,
                choice.weight,
                name,
                finding,
                *explain(figure, Case(text, choice.slip, choice.confidence, mended, bool(choice.alternatives))),
                tuple(_alternative(land, other) for other in choice.alternatives[:LISTED]),
            )
        )
    return made


def _alternative(land: Landscape, choice: Choice) -> Alternative:
    figure = land.figures[choice.figure_id]
    value = None if choice.value is None else figure.printed(choice.value)
    text = suggested_text(figure, choice.value, choice.slip)
    return Alternative(choice.figure_id, value, text, choice.slip, choice.weight)


def _block_culprits(
    land: Landscape, block: Block, reading: Reading, forced: frozenset[str], below: Sequence[Relation]
) -> list[Culprit]:
    members = sorted(block.members, key=lambda name: land.figures[name].print_order)
    total = Decimal(block.total.numerator) / Decimal(block.total.denominator)
    made = []
    for name in members:
        figure, value = land.figures[name], reading.amount(name)
        text = suggested_text(figure, value, "stale_block")
        mended = sum(name in relation.figures for relation in below)
        confidence = LIKELY if name in forced else AMBIGUOUS
        words = explain(figure, Case(text, "stale_block", confidence, mended, total=total))
        weight, first = land.weight(name), members[0]
        made.append(Culprit(name, figure.printed(value), text, "stale_block", confidence, weight, first, first, *words))
    return made


def suggested_text(figure: Figure, value: Fraction | None, slip: str) -> str:
    """The value as it should have been printed, with its unit; '' where nothing forces one."""
    if value is None:
        return ""
    if slip == "unit":
        return f"{figure.text}{'万元' if figure.unit == '元' else '元'}"
    printed = figure.printed(value)
    if figure.amount < 0 and "-" not in figure.text:
        # The words say that it is a decrease, the digits do not.
        return f"{-printed:f}{figure.unit}" if printed <= 0 else f"+{printed:f}{figure.unit}"
    return f"{printed:f}{figure.unit}"


def _explained(
    relations: Sequence[Relation], culprits: frozenset[str], printed: Reading, meant: Reading
) -> list[Explained]:
    """Each check below the culprit that moved it most; a wrong percentage answers for its own check."""
    made = []
    for relation in relations:
        standing = [name for name in relation.figures if name in culprits]
        if not standing:
            continue
        if isinstance(relation, Ratio) and relation.pct in culprits:
            chosen = relation.pct
        else:
            chosen = max(standing, key=lambda name: abs(meant.amount(name) - printed.amount(name)))
        made.append(Explained(relation.check.identity_id, relation.check.check_key, chosen))
    return made
