"""Prevents: a decision that looks kept and is forgotten by the next night."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from street_home import Home

import screens  # isort: skip
from desk_served import command  # isort: skip


@pytest.fixture
def home(refreshed: Home, tmp_path: Path) -> Home:
    """A home of its own in the state after the first refresh."""
    folder = tmp_path / "juesuan"
    shutil.copytree(refreshed.folder, folder, symlinks=True)
    (folder / "expectations" / "dispositions.csv").unlink(missing_ok=True)
    return Home(folder)


def test_from_a_refresh_to_a_decision_that_survives_the_next_one(page: Page, home: Home) -> None:
    """As a reviewer would: open the desk, the first finding, look, decide; the next night it is still so, at the same
    desk, which was never started anew."""
    with command(home.folder) as address:
        page.goto(f"{address}/?lang=en")
        page.get_by_role("link", name=re.compile("All findings to look at")).click()
        page.locator("tbody a[href^='/findings/']").first.click()
        expect(page.get_by_role("heading", name="Both sides")).to_be_visible()
        expect(page.locator(".lines mark").first).to_be_visible()
        finding = page.url.split("/findings/")[1].split("?")[0]
        page.get_by_label("waived until").check()
        page.get_by_label("last day of the waiver").fill("2099-12-31")
        page.locator("textarea[name=reason]").fill("in the ledger it is so")
        page.get_by_label("your name").fill("Li")
        page.get_by_role("button", name="Note the decision").click()
        expect(page.get_by_role("status")).to_contain_text("Noted")

        before = home.snapshots()
        done = home.juesuan("refresh", "--lang", "en")
        assert done.returncode == 0, done.stdout + done.stderr
        assert len(home.snapshots()) == len(before) + 1

        page.goto(f"{address}/findings?state=waived")
        expect(page.locator(f"tbody a[href^='/findings/{finding}']")).to_be_visible()
        page.locator(f"tbody a[href^='/findings/{finding}']").click()
        expect(page.locator("#decide")).to_contain_text("in the ledger it is so")
        # What the tools' own scripts have to say in the console is theirs.
        tools = page.context.new_page()
        tools.goto(f"{address}/library?lang=en")
        tools.get_by_role("link", name="Great Expectations Data Docs").click()
        expect(tools.locator("table").first).to_contain_text("verdicts")
        tools.goto(f"{address}/tools/models/index.html")
        expect(tools.locator("body")).to_contain_text("juesuan", timeout=20_000)
        if screens.are_wanted():
            page.goto(f"{address}/departments")
            department = page.locator("tbody a[href^='/department?']").first.get_attribute("href")
            screens.take(page, address, finding, department or "/departments")
    answer = home.juesuan(
        "sql", f"select state, disposition from fct_finding where finding_id = '{finding}'", "--format", "csv"
    )
    assert list(csv.reader(answer.stdout.splitlines()))[1] == ["waived", "waived"]
