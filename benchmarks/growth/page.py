"""The section of `docs/performance.md` on growth, and its plot. Reads measurements; gives text and a picture.

Grain: a column per size of corpus, a line per room, question or ratio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from statistics import median

from benchmarks.__main__ import GROWTH
from benchmarks.growth.measure import Night, Size

HEADING = GROWTH
PICTURE = "growth.svg"

_SCANS = attrgetter("scans")
_FLOORS = attrgetter("floors")
_EVALUATED = attrgetter("evaluated")


def section(sizes: Sequence[Size], machine: str) -> str:
    """The section, whole. `sizes` in order, each with everything measured."""
    ordered = sorted(sizes, key=lambda size: size.documents)
    heads = [f"{size.documents:,}" for size in ordered]
    evaluated = [size for size in ordered if size.evaluated]
    wholes = [size.whole for size in ordered if size.whole is not None]
    rooms = list(dict.fromkeys(room for night in wholes for room in night.rooms))
    lines = [
        HEADING,
        "",
        f"Invented provinces (`python -m benchmarks.growth`), {machine}. Extracted tables to published snapshot;",
        "*one more* is the median night on which one disclosure arrives. Seconds are the command's own, by the clock.",
        "",
        f"![How seconds grow with documents]({PICTURE})",
        "",
        *_table("whole refresh", heads, _seconds_by_room(wholes, rooms)),
        "",
        *_table("one more", heads, _seconds_by_room([_middle(size.added, rooms) for size in ordered], rooms)),
        "",
        *_table("what came of it", heads, _facts(ordered, wholes)),
        "",
        "Milliseconds of ten questions on the published snapshot, opened read-only, the median of five:",
        "",
        *_table("question", heads, _by_name([size.questions for size in ordered])),
        "",
        "Milliseconds of evaluating every identity on the figures as printed, held against reading and adding up the",
        "same figures in DuckDB. A scan adds one column; an identity finds for every figure the checks it stands in,",
        "adds both sides with their intervals, and keeps a row per check. The floors are parts of that work, each by",
        "itself: reading each term once; writing the rows of the checks, known already; adding up both sides",
        "of every check where somebody else has said, in whole numbers, which figures stand in it.",
        "",
        *_table(
            "query",
            [f"{size.documents:,}" for size in evaluated],
            [row for kind in (_SCANS, _FLOORS, _EVALUATED) for row in _by_name([kind(size) for size in evaluated])],
        ),
        *(f"| {name} | {' | '.join(cells)} |" for name, cells in _ratios(evaluated)),
        "",
    ]
    return "\n".join(lines)


def draw(sizes: Sequence[Size], path: Path) -> None:
    """Seconds against documents, both in powers of ten, a line per room; the dotted line grows as the corpus does."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "juesuan", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    ordered = sorted((size for size in sizes if size.whole is not None), key=lambda size: size.documents)
    documents = [size.documents for size in ordered]
    wholes = [size.whole for size in ordered if size.whole is not None]
    figure, panes = pyplot.subplots(1, 2, figsize=(9.5, 4.2), sharey=True, layout="constrained")
    rooms = list(dict.fromkeys(room for night in wholes for room in night.rooms))
    middle = [_middle(size.added, rooms) for size in ordered]
    for pane, nights, title in zip(panes, (wholes, middle), ("whole refresh", "one more disclosure"), strict=True):
        for room in rooms:
            pane.plot(documents, [max(night.rooms.get(room, 0.0), 0.05) for night in nights], marker="o", label=room)
        pane.plot(documents, [night.seconds for night in nights], color="black", linewidth=2, marker="s", label="all")
        pane.plot(documents, [nights[0].seconds * n / documents[0] for n in documents], "k:", label="as the corpus")
        pane.set(xscale="log", yscale="log", xlabel="documents", title=title)
        pane.grid(visible=True, which="major", alpha=0.3)
    panes[0].set_ylabel("seconds")
    figure.legend(*panes[0].get_legend_handles_labels(), loc="outside right center", frameon=False, fontsize=8)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def _middle(nights: Sequence[Night], rooms: Iterable[str]) -> Night:
    return Night(
        {room: median(night.rooms.get(room, 0.0) for night in nights) for room in rooms},
        median(night.seconds for night in nights),
        median(night.memory for night in nights),
    )


def _seconds_by_room(nights: Sequence[Night], rooms: Iterable[str]) -> list[tuple[str, list[str]]]:
    rows = [(room, [f"{night.rooms.get(room, 0.0):.1f} s" for night in nights]) for room in rooms]
    return [*rows, ("**all, with start-up**", [f"**{night.seconds:.0f} s**" for night in nights])]


def _facts(sizes: Sequence[Size], wholes: Sequence[Night]) -> list[tuple[str, list[str]]]:
    return [
        ("figures", [f"{size.figures:,}" for size in sizes]),
        ("checks, both readings", [f"{size.checks:,}" for size in sizes]),
        ("most memory of all processes together", [f"{night.memory:,.0f} MiB" for night in wholes]),
        ("snapshot", [f"{size.published_mib:,.0f} MiB" for size in sizes]),
    ]


def _by_name(columns: Sequence[dict[str, float]]) -> list[tuple[str, list[str]]]:
    return [(name, [f"{column[name]:.1f}" for column in columns]) for name in (columns[0] if columns else ())]


def _ratios(sizes: Sequence[Size]) -> list[tuple[str, list[str]]]:
    """What is evaluated against each scan; and each floor against the scan that evaluation is to be near to."""
    if not sizes:
        return []
    rows = [
        (f"evaluation ÷ {name}", [f"× {sum(size.evaluated.values()) / size.scans[name]:.0f}" for size in sizes])
        for name in sizes[0].scans
    ]
    for scan in sizes[0].scans:
        for name in sizes[0].floors:
            rows.append((f"{name} ÷ {scan}", [f"× {size.floors[name] / size.scans[scan]:.0f}" for size in sizes]))
    return rows


def _table(name: str, heads: Sequence[str], rows: Iterable[tuple[str, list[str]]]) -> list[str]:
    return [
        f"| {name} | {' | '.join(f'{head} documents' for head in heads)} |",
        f"|---|{'---:|' * len(heads)}",
        *(f"| {what} | {' | '.join(cells)} |" for what, cells in rows),
    ]
