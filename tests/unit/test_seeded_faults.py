"""Prevented: a matrix that measures faults nobody printed, a short cut that says otherwise than the models do, and a
change of the street after which a wrong figure goes unnoticed or an innocent one is accused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.accuracy import Accuracy, page
from benchmarks.golden import read_of, verdicts_of
from benchmarks.invented import disclosure
from benchmarks.seeded.baseline import Baseline
from benchmarks.seeded.figures import NARRATIVE, TABLES, Printed, printed_figures
from benchmarks.seeded.matrix import baselines, scored
from benchmarks.seeded.score import Score, Tally, tally
from benchmarks.seeded.slips import FAULTS, misprinted
from benchmarks.seeded.variants import Fault, Source, faults_of, source_of, stands_alone, variants_of
from pipelines import paths
from pipelines.cli.examine import Examination

DOCUMENTS = paths.root().parent / "shared" / "documents"
real = pytest.mark.skipif(not DOCUMENTS.exists(), reason="the shared documents are not on this machine")
ADDED = ("+10.00", "+1.00", "+0.05")


def printed(text: str, unit: str = "万元", above: str = "") -> Printed:
    return Printed(("t01", "r1", "c1"), TABLES, 1, 0, text, text.replace(",", ""), 1, unit, above)


@pytest.fixture(scope="module")
def invented() -> Source:
    return source_of("invented.txt", disclosure(0).encode("utf-8"))


@pytest.fixture(scope="module")
def before(invented: Source) -> Baseline:
    return baselines([invented])[0]


def seeded(base: Baseline, part: str, kinds: Sequence[str], step: int, control: int = 0) -> list[Score]:
    figures = [one for one in printed_figures(base.source.extracted, (part,)) if not base.is_wrong(one)]
    return scored(base, list(faults_of(figures[::step], kinds)), control)


@pytest.mark.parametrize(
    ("fault", "was", "now"),
    [
        ("+10.00", "1,995.20", "2,005.20"),
        ("+1.00", "675.5", "676.5"),
        ("+0.05", "2309", "2309.05"),
        ("+0.05", "0", "0.05"),
        ("two digits swapped", "12.00", "21.00"),
        ("two digits swapped", "77.77", None),
        ("two digits swapped", "10.00", "01.00"),
        ("decimal point moved", "5", "0.5"),
        ("decimal point moved", "0.00", None),
    ],
)
def test_a_fault_prints_what_a_typist_prints_and_nothing_where_there_is_no_fault(
    fault: str, was: str, now: str | None
) -> None:
    if now == "01.00":
        # A zero never leads: the only neighbours that differ stay as they are.
        now = None
    assert misprinted(printed(was), fault) == now


def test_the_point_moves_by_one_digit_and_keeps_all_digits() -> None:
    moved = misprinted(printed("1,234.56"), "decimal point moved")
    assert moved is not None
    assert moved.replace(",", "").replace(".", "") == "123456"
    assert Decimal(moved.replace(",", "")) in {Decimal("123.456"), Decimal("12345.6")}


def test_a_copy_of_an_equal_figure_and_hundredths_of_a_count_are_no_faults() -> None:
    assert misprinted(printed("3.20", above="3.20"), "copied from the row above") is None
    assert misprinted(printed("3.20", above="4.10"), "copied from the row above") == "4.10"
    assert misprinted(printed("3", unit="辆"), "+0.05") is None


def test_every_figure_of_the_document_gets_its_faults_and_each_is_read_as_if_printed_alone(invented: Source) -> None:
    figures = printed_figures(invented.extracted)
    assert len(figures) == sum(bool(one["numeral"]) for one in invented.extracted.cells) + len(
        invented.extracted.claims
    )
    faults = list(faults_of(figures, ["+10.00"]))
    assert len(faults) == len(figures)
    variants = variants_of(invented, faults)
    assert [one.other for one in variants] == [None] * len(faults)
    for variant in variants[::20]:
        assert stands_alone(invented, variant)
        ((_, _, row),) = variant.changes
        assert row["text"] == variant.fault.text


def test_a_fault_that_changes_more_than_its_own_figure_is_kept_whole(invented: Source) -> None:
    """A text that is no number any more takes its figure away."""
    first = printed_figures(invented.extracted, (NARRATIVE,))[0]
    (variant,) = variants_of(invented, [Fault(first, "spoilt", "二〇")])
    assert variant.other is not None
    assert len(variant.other.claims) < len(invented.extracted.claims)


def test_the_short_cut_says_what_the_models_say(before: Baseline) -> None:
    control = [
        one
        for part, step in ((TABLES, 40), (NARRATIVE, 9))
        for one in seeded(before, part, tuple(FAULTS), step, control=1)
        if one.is_control
    ]
    assert len(control) > 20
    assert [one for one in control if not one.is_same] == []


def test_in_a_table_without_damage_every_wrong_figure_is_noticed_named_and_set_right(before: Baseline) -> None:
    found = tally(seeded(before, TABLES, ADDED, 4))
    assert found == Tally(found.faults, found.faults, found.faults, found.faults, elsewhere=0, accuses_others=0)
    assert found.faults == 90


def test_in_a_narrative_most_wrong_figures_are_noticed_and_nothing_else_is_alarmed(before: Baseline) -> None:
    found = tally(one for one in seeded(before, NARRATIVE, ADDED, 2) if one.is_tested)
    assert found.noticed >= 0.9 * found.faults
    assert found.first >= 0.7 * found.noticed
    assert found.elsewhere == 0


@real
def test_in_real_documents_as_many_are_noticed_and_named_as_was_demanded() -> None:
    """Issue 3: tables ≥ 99 % noticed at +1.00, of these ≥ 90 % named, of these ≥ 90 % set right, nothing elsewhere;
    prose ≥ 80 % noticed at +10.00. In a table that must first be restored one wrong digit may leave its row open."""
    files = [next(DOCUMENTS.glob(f"{number}_*.txt")) for number in ("004", "003")]
    tables, narrative = baselines([source_of(file.name, file.read_bytes()) for file in files])
    damaged = {panel["table_id"] for panel in tables.source.extracted.panels}
    figures = [one for one in printed_figures(tables.source.extracted, (TABLES,)) if not tables.is_wrong(one)]
    sound = [one for one in figures if one.key[0] not in damaged][::40]
    found = tally(one for one in scored(tables, list(faults_of(sound, ["+1.00"])), 0) if one.is_tested)
    assert found.faults >= 6
    assert found == Tally(found.faults, found.faults, found.faults, found.faults, elsewhere=0, accuses_others=0)
    torn = [one for one in figures if one.key[0] in damaged][::90]
    mended = tally(one for one in scored(tables, list(faults_of(torn, ["+1.00"])), 0) if one.is_tested)
    assert mended.faults >= 4
    assert mended.noticed >= mended.faults - 1
    assert mended.elsewhere == 0
    told = tally(one for one in seeded(narrative, NARRATIVE, ["+10.00"], 3) if one.is_tested)
    assert told.noticed >= 0.8 * told.faults
    assert told.elsewhere == 0


def test_the_page_tells_shares_of_what_could_be_seen(before: Baseline) -> None:
    one = Score("d" * 16, TABLES, "+1.00", 1, "1.00", "2.00", *(True,) * 4, elsewhere=0, accuses_others=0)
    blind = Score("d" * 16, TABLES, "+1.00", 2, "1.00", "2.00", *(False,) * 4, elsewhere=1, accuses_others=1)
    said = page(
        Accuracy("1 invented document", {TABLES: 1, NARRATIVE: 3}, {"d" * 16: "2024 txt"}, [], [], [one, blind])
    )
    assert "| +1.00 | 1 | 100.0 % | 100.0 % | 100.0 % | 0 | 0 | 2 | 50.0 % | 1 |" in said
    assert "every figure of the tables and one figure in 3 of the narrative" in said
    assert before.document_id not in said


def test_golden_figures_are_counted_once_and_at_their_place(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "d.csv").write_text(
        "line,measure,fund,sign,text,unit\n3,amount,all_funds,1,5.00,万元\n3,change,all_funds,-1,5.00,万元\n4,,,1,7,年\n",
        encoding="utf-8",
    )
    figure = {
        "statement": "narrative", "line": 3, "page": None, "value": Decimal("5.00"), "measure": "amount",
        "fund": "all_funds", "is_understood": True,
    }  # fmt: skip
    examined = Examination({"document_id": "d"}, [figure, {**figure, "line": 4}], [], [], {})
    (read,) = read_of(examined, examined, tmp_path)
    assert (read.figures, read.captured, read.spoken, read.understood, read.beyond) == (3, 1, 2, 1, 1)
    assert verdicts_of(examined, tmp_path) is None
