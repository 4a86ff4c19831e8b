"""Prevents: a desk that a person cannot read, reach by keyboard, or hold in a hand; and text that runs in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_case import HOSTILE, finding_ids, lay_desk, reader_of
from playwright.sync_api import Page

from pipelines.review.desk import Desk

from desk_served import served  # isort: skip

PAGES = ("/", "/findings", "/departments", "/identities", "/identities/row.rule_0", "/coverage", "/ask", "/library")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return lay_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(desk) as found:
        yield found


@pytest.fixture(scope="module")
def every_page(desk: Desk) -> list[str]:
    """Every kind of page, with the names that want to do harm in it."""
    return [
        *PAGES,
        "/department?"
        + reader_of(desk).get("/departments").text.split("/department?")[1].split('"')[0].replace("&amp;", "&"),
        f"/findings/{finding_ids(reader_of(desk))[0]}",
        "/ask?q=select department, source_name, figure_count from dim_document order by 1 desc",
    ]


def test_nothing_that_a_document_says_runs(page: Page, address: str, every_page: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in every_page:
        page.goto(address + path)
        assert "harmed" not in page.title()
        assert page.locator("main script, main img, main iframe").count() == 0
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    page.goto(f"{address}/departments")
    assert HOSTILE[0] in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_is_wider_than_its_window(
    page: Page, address: str, every_page: list[str], width: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in every_page:
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_figures_stand_flush_right(page: Page, address: str, every_page: list[str]) -> None:
    counted = 0
    for path in every_page:
        page.goto(address + path)
        aligned = page.locator("td.n").evaluate_all("cells => cells.map(cell => getComputedStyle(cell).textAlign)")
        assert set(aligned) <= {"right"}, path
        counted += len(aligned)
    assert counted > 100


def test_a_decision_is_made_by_keyboard_alone(page: Page, address: str, desk: Desk) -> None:
    finding_id = finding_ids(reader_of(desk))[1]
    page.goto(f"{address}/findings/{finding_id}?lang=en")
    page.locator("body").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == "decision":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    while page.evaluate("document.activeElement.name") != "reason":
        page.keyboard.press("Tab")
    page.keyboard.type("seen in the ledger")
    page.keyboard.press("Tab")
    page.keyboard.type("Li")
    page.keyboard.press("Enter")
    page.wait_for_url("**saved=1**")
    assert "seen in the ledger" in page.locator("#decide").inner_text()
    assert desk.dispositions.standing()[finding_id].decision == "publisher_error"


def test_two_people_see_each_others_decision(page: Page, address: str, desk: Desk) -> None:
    finding_id = finding_ids(reader_of(desk))[2]
    page.goto(f"{address}/findings/{finding_id}?lang=en")
    assert reader_of(desk).decide(finding_id, who="王", reason="first").status_code == 303
    page.get_by_label("reading error").check()
    page.locator("textarea[name=reason]").fill("second")
    page.get_by_label("your name").fill("Li")
    page.get_by_role("button", name="Note the decision").click()
    assert "王" in page.get_by_role("alert").inner_text()
    assert page.locator("textarea[name=reason]").input_value() == "second"
    assert desk.dispositions.standing()[finding_id].reason == "first"
    page.get_by_role("button", name="Note the decision").click()
    page.wait_for_url("**saved=1**")
    assert desk.dispositions.standing()[finding_id].reason == "second"


def test_words_are_told_from_their_ground(page: Page, address: str, every_page: list[str]) -> None:
    """Contrast of 4.5 and more (WCAG AA) for every piece of text."""
    measure = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
    for path in every_page:
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang=en")
        assert page.evaluate(measure) == [], path
