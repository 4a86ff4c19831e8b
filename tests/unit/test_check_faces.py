"""Prevents: a report that runs what a document says, fetches something, or shows a finding without its places, and an
annotation whose line breaks end it early.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import html as lxml_html
from street_home import CORPUS

from pipelines.cli.main import main

QINGHE = (CORPUS / "qinghe-2024.txt").read_text(encoding="utf-8")
HOSTILE = QINGHE.replace("占40.38%。", "占40.38%。<script>alert(1)</script><img src=x onerror=alert(2)>")

Report = Callable[..., str]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.setenv("JUESUAN_LANG", "both")

    def made(text: str, *arguments: str) -> str:
        source, target = tmp_path / "disclosure.txt", tmp_path / "report.html"
        source.write_text(text, encoding="utf-8")
        assert main(["check", str(source), "--html", str(target), *arguments]) == 1
        return target.read_text(encoding="utf-8")

    return made


class _Everything(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_what_a_document_says_is_shown_and_never_run(report: Report) -> None:
    page = report(HOSTILE)
    seen = _Everything()
    seen.feed(page)
    assert "script" not in seen.tags
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert "alert(1)" in lxml_html.fromstring(page).text_content()


def test_the_page_fetches_nothing(report: Report) -> None:
    seen = _Everything()
    page = report(QINGHE)
    seen.feed(page)
    links = [value for name, value in seen.attributes if name in ("src", "href", "srcset", "data", "action")]
    assert all(value.startswith(("data:", "#")) for value in links)
    assert "url(" not in page
    assert "@import" not in page


def test_both_sides_of_a_violated_identity_stand_with_their_places(report: Report) -> None:
    words = lxml_html.fromstring(report(QINGHE)).text_content()
    for value in ("520.00万元", "320.00万元", "210.00万元"):
        assert value in words
    assert "第25行" in words
    assert "line 25" in words


def test_every_check_of_the_examination_stands_in_the_page(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    page = lxml_html.fromstring(report(QINGHE, "--format", "json"))
    told = json.loads(capsys.readouterr().out)
    rows = [row for details in page.xpath("//h2[2]/following-sibling::details") for row in details.xpath(".//tr")]
    assert len(rows) == len(told["checks"]) > 20


@pytest.mark.parametrize(("language", "absent"), [("en", "不成立"), ("zh", "violated")])
def test_a_report_in_one_language_is_in_one_language(report: Report, language: str, absent: str) -> None:
    words = lxml_html.fromstring(re.sub(r"<style>.*?</style>", "", report(QINGHE, "--lang", language), flags=re.S))
    assert absent not in words.text_content()


@pytest.mark.parametrize(("language", "present", "absent"), [("en", "should be", "应为"), ("zh", "应为", "should be")])
def test_what_is_said_of_a_culprit_is_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, present: str, absent: str
) -> None:
    source = tmp_path / "a.txt"
    source.write_text(QINGHE, encoding="utf-8")
    for form in ("text", "github"):
        assert main(["check", str(source), "--format", form, "--lang", language]) == 1
        told = capsys.readouterr().out
        assert present in told
        assert absent not in told
    assert main(["check", str(source), "--format", "json", "--lang", language]) == 1
    details = [f for f in json.loads(capsys.readouterr().out)["findings"] if f["culprit_figure_id"]]
    assert details
    assert all("should be" in one["detail_en"] and "should be" not in one["detail_zh"] for one in details)
    assert all("应为" in one["detail_zh"] and "应为" not in one["detail_en"] for one in details)


def test_an_annotation_stands_on_one_line_and_names_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "a,b.txt"
    source.write_text(QINGHE, encoding="utf-8")
    assert main(["check", str(source), "--format", "github", "--lang", "en"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(
        re.match(r"::(?:error|warning|notice) file=[^,:]*(?:,line=\d+)?,title=[^:]+::\S", line) for line in lines
    )
    assert "%2Cb.txt,line=25" in lines[0]
    assert "%0A" in lines[0]


def test_a_report_that_cannot_be_written_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_text(QINGHE, encoding="utf-8")
    assert main(["check", str(source), "--html", str(tmp_path / "absent" / "r.html")]) == 2
    assert "Name another path" in capsys.readouterr().err
