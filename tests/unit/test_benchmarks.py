"""Prevents: a published ratio that nobody measured, and invented documents that the reader cannot read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import examining, paged
from benchmarks.corpus import corpus_of, corrected
from benchmarks.growth import measure as growth_measure
from benchmarks.growth import page as growth_page
from benchmarks.home import Run
from benchmarks.invented import disclosure
from benchmarks.measurements import rooms_of
from benchmarks.report import Results, document
from benchmarks.timing import Measurement, ratio, spread, timed
from pipelines.extraction.extract import extract

DECODE = Measurement("decode", "decode", (0.001, 0.002, 0.004, 0.001, 0.002))
EXTRACT = Measurement("extract", "extract", (0.1, 0.2, 0.2, 0.3, 0.1), "decode")
WHOLE = Measurement("whole", "whole refresh", (20.0, 40.0, 30.0, 25.0, 20.0), peak_bytes=300 * 1024 * 1024)
UNCHANGED = Measurement("unchanged", "nothing changed", (5.0, 10.0, 6.0, 5.0, 4.0), "whole", 200 * 1024 * 1024)
ROOM = Measurement("publication", "publication", (1.0, 2.0, 3.0, 1.0, 1.0), "whole")


@pytest.fixture
def results() -> Results:
    return Results("5 invented text documents", "2 cores", 5, [DECODE, EXTRACT], [WHOLE, UNCHANGED], [ROOM], [])


def test_a_ratio_is_formed_within_its_round_and_not_of_medians() -> None:
    """By rounds 100, 100, 50, 300, 50; the medians alone would say 0.2 / 0.002 = 100 with no spread."""
    found = ratio(EXTRACT, DECODE)
    assert (round(found.median), round(found.least), round(found.most)) == (100, 50, 300)


def test_rounds_that_are_not_paired_give_no_ratio() -> None:
    with pytest.raises(ValueError, match="1 rounds"):
        ratio(Measurement("short", "", (1.0,)), DECODE)


def test_the_median_is_no_mean() -> None:
    assert spread((1.0, 1.0, 10.0)).median == 1.0


def test_the_time_of_a_short_deed_is_that_of_one_call() -> None:
    calls: list[int] = []
    timed(lambda: calls.append(1), times=7)
    assert len(calls) == 7


def test_the_page_shows_what_was_measured(results: Results) -> None:
    page = document(results)
    assert "| extract | 200.0 ms (100.0–300.0) |" not in page, "a tenth of a second is told in seconds"
    assert "| extract | 0.20 s (0.10–0.30) | × 100 (50–300) | decode |" in page
    assert "| decode | 2.0 ms (1.0–4.0) | 1 |  |" in page
    assert "| nothing changed | 5.00 s (4.00–10.00) | × 0.20 (0.20–0.25) | whole refresh | 200 MiB |" in page
    assert "| publication | 1.00 s (1.00–3.00) | 5.0% (4.0%–10.0%) |" in page


def test_another_result_gives_another_page(results: Results) -> None:
    slower = Measurement("extract", "extract", tuple(2 * s for s in EXTRACT.seconds), "decode")
    results.extraction[1] = slower
    assert "× 200 (100–600)" in document(results)


def test_the_page_names_no_machine_and_no_path(results: Results) -> None:
    page = document(results)
    assert not re.search(r"(?<![\w.`])/\w+/", page)
    assert str(Path.home()) not in page


def test_rooms_are_read_from_what_the_refresh_says_and_the_rest_is_what_is_left() -> None:
    output = "✓ loading · 0.5 s\n✓ publication · 1.5 s\n\n✓ published published/x · 18 tables · 9 rows · 9.9 s\n"
    rooms = {one.key: one.seconds for one in rooms_of([Run(10.0, 9.0, output, 0)])}
    assert rooms["publication"] == (1.5,)
    assert rooms["loading"] == (0.5,)
    assert rooms["suites"] == (0.0,)
    assert rooms["rest"] == (8.0,)


def test_where_no_documents_lie_five_are_invented(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "absent")
    assert corpus.is_invented
    assert len({data for _, data in corpus.documents}) == 5


def test_documents_at_hand_are_taken_as_they_are(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_bytes(bytes([65 + number]))
    corpus = corpus_of(tmp_path)
    assert not corpus.is_invented
    assert [data for _, data in corpus.documents] == [b"A", b"B", b"C", b"D", b"E"]


def test_an_invented_disclosure_is_read_whole_and_always_the_same() -> None:
    """One that is not read would make extraction look fast."""
    assert disclosure(3) == disclosure(3)
    extracted = extract(disclosure(3).encode("utf-8"), "invented.txt")
    assert [table["kind"] for table in extracted.tables] == ["expenditure", "general_budget_expenditure"]
    assert all(claim["subject_key"] for claim in extracted.claims)
    seen = sum(int(row["figures"]) for row in extracted.seen)
    printed_cells = sum(1 for cell in extracted.cells if cell["numeral"])
    assert seen == len(extracted.claims) + printed_cells


def test_a_corrected_version_is_another_document_with_the_same_figures() -> None:
    data = disclosure(1).encode("utf-8")
    other = corrected(data, 1)
    first, second = extract(data, "a.txt"), extract(other, "a.txt")
    assert first.document_id != second.document_id
    assert first.claims == second.claims
    assert corrected(data, 2) != other


def test_a_ratio_to_the_yardstick_is_formed_within_its_round_and_shares_are_of_the_whole() -> None:
    taken = [
        examining.Taken(0.5, {"read": 0.25, "models": 0.5}, 1.0, 1.0, 100 * 2**20, 0.8, 0.2, 0.1, 2.0),
        examining.Taken(0.5, {"read": 0.5, "models": 1.0}, 2.0, 2.0, 120 * 2**20, 1.2, 0.4, 0.4, 4.0),
        examining.Taken(0.5, {"read": 0.5, "models": 1.0}, 2.0, 2.0, 110 * 2**20, 1.6, 0.2, 0.2, 4.0),
    ]
    told = examining.line(Path("invented.pdf"), taken)
    assert "2.00 s CPU" in told
    assert "× 10.0 (5.0–10.0) text and boxes" in told
    assert "120 MiB" in told
    assert "read 25%" in told
    assert "models 50%" in told


def test_the_section_on_pdf_forms_its_ratios_within_a_process_and_tells_both_examinations() -> None:
    one = examining.Taken(0.5, {"read": 0.25}, 1.0, 1.0, 100 * 2**20, 0.8, 0.2, 0.1, 2.4)
    told = paged.section([paged.Paged("real", [one], [Run(3.0, 1.5, "", 0)])], "2 cores", 5)
    times = "0.100 s | 0.200 s | × 2.0 (2.0–2.0) | 1.000 s | × 10.0 (10.0–10.0) | 0.800 s | × 8.0 (8.0–8.0)"
    assert f"| real | {times} | × 12.0 (12.0–12.0) | 100 MiB | 1.50 s | 3.00 s |" in told


def test_the_section_on_pdf_takes_the_place_of_its_earlier_state_and_of_nothing_else() -> None:
    page = "# Performance\n\nAll.\n\n## PDF\n\nOld.\n\n## Check\n\nStays.\n"
    assert paged.put_in(page, "## PDF\n\nNew.\n") == page.replace("Old", "New")
    assert paged.put_in("# Performance\n", "## PDF\n\nNew.\n") == "# Performance\n\n## PDF\n\nNew.\n"


def test_a_file_that_cannot_be_examined_is_skipped_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "empty.pdf"
    file.write_bytes(b"")
    assert "Unreadable" in str(examining.measured(file, rounds=1))


def test_the_section_on_growth_tells_every_room_and_ratio_and_leaves_the_rest_of_the_page(tmp_path: Path) -> None:
    sizes = [
        growth_measure.Size(
            documents,
            figures=documents * 500,
            checks=documents * 1000,
            whole=growth_measure.Night({"loading": documents / 10, "suites": 5.0}, documents / 5, 900.0),
            added=[growth_measure.Night({"loading": 0.1 * n, "suites": 5.0}, 6.0, 300.0) for n in (1, 2, 9)],
            questions={"who spent most": 12.0},
            scans={"sum": 2.0},
            evaluated={"terms": 30.0, "checks": 10.0},
        )
        for documents in (100, 1000)
    ]
    said = growth_page.section(list(reversed(sizes)), "two cores")
    assert "| loading | 10.0 s | 100.0 s |" in said
    assert "| loading | 0.2 s | 0.2 s |" in said, "one more document: the middle night"
    assert "| evaluation ÷ sum | × 20 | × 20 |" in said
    old = "# Performance\n\n## Growth\n\nold\n\n## PDF\n\nkept\n"
    new = paged.put_in(old, said, growth_page.HEADING)
    assert "old" not in new
    assert "kept" in new
    assert paged.taken_out(new, growth_page.HEADING).startswith(f"{growth_page.HEADING}\n")
    assert "kept" not in paged.taken_out(new, growth_page.HEADING)
    growth_page.draw(sizes, tmp_path / "growth.svg")
    drawn = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    assert "loading" in drawn
    assert "one more disclosure" in drawn
