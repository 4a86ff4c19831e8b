"""Findings, their decisions, and what leaves the desk. Reads the current edition; writes dispositions only.

Grain: one function per address.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from pipelines.review import coverage, findings, package, questions, spreadsheets
from pipelines.review.decisions import WAIVED, DecidedMeanwhile, Decision, Refused
from pipelines.review.desk import Desk, spoken
from pipelines.review.editions import Edition, Row
from pipelines.review.telling import told

EXAMPLES = (
    ("各部门在一个类上花了多少", "what departments spent on one class",
     "select department, fiscal_year, amount, share_pct, change, agreement\nfrom rpt_expenditure_by_class_year\n"
     "where class_code = '208'\norder by amount desc"),
    ("哪些勾稽关系最常不成立", "which identities fail most often",
     "select i.title_zh, i.title_en, count(*) as violated\nfrom fct_identity_check as c\n"
     "join identity_catalogue as i using (identity_id)\nwhere c.verdict = 'violated' and c.reading = 'printed'\n"
     "group by all order by violated desc"),
    ("“三公”经费，按年度", "the three public expenses by year",
     "select department, fiscal_year, max(amount_wan) as amount_wan\nfrom fct_three_public\n"
     "where subject = 'three_public' and measure = 'amount'\ngroup by all order by 1, 2"),
    ("读出而未读懂的数字", "figures that were read and not understood",
     "select place, text, unit, line, document_id\nfrom fct_figure\n"
     "where reading = 'printed' and not is_understood\nlimit 100"),
)  # fmt: skip


def finding_list(desk: Desk, request: Request) -> Response:
    edition = desk.shelf.current()
    asked = findings.Filter.of(request.query_params)
    rows, found = findings.listed(edition, asked, desk.overlay())
    return desk.page(
        request, "findings", edition=edition, asked=asked, rows=rows, found=found,
        years=coverage.years(edition), pages=-(-found // findings.PER_PAGE),
    )  # fmt: skip


def finding(desk: Desk, request: Request) -> Response:
    return _finding(desk, request, Form())


class Form:
    """What a reader has filled in, and what was wrong with it."""

    def __init__(self, filled: Mapping[str, str] | None = None, wrong: tuple[str, str] | None = None) -> None:
        self.filled = filled or {}
        self.wrong = wrong

    def get(self, name: str) -> str:
        return self.filled.get(name, "")


def _finding(desk: Desk, request: Request, form: Form, status: int = 200) -> Response:
    edition, overlay = desk.shelf.current(), desk.overlay()
    finding_id = request.path_params["finding_id"]
    row = findings.one(edition, overlay, finding_id)
    if row is None:
        return desk.page(request, "missing", 404, edition=edition)
    shown = told(edition, row)
    document = edition.row("select * from dim_document where document_id = ?", [row["document_id"]])
    asked = findings.Filter.of(request.query_params)
    standing = overlay.standing.get(row["finding_id"])
    return desk.page(
        request,
        "finding",
        status,
        edition=edition,
        finding=row,
        told=shown,
        document=document,
        printed=desk.beside.printed(document, shown.figures) if document else None,
        standing=standing,
        history=[d for d in desk.dispositions.all() if d.finding_id == row["finding_id"]],
        form=form,
        word=desk.forms.word(row["finding_id"]),
        who=form.get("who") or unquote(request.cookies.get("who", "")),
        today=overlay.today,
        asked=asked,
        neighbours=findings.neighbours(edition, asked, overlay, row["finding_id"]),
        is_saved=request.query_params.get("saved") == "1",
    )


def decide(desk: Desk, request: Request, body: bytes) -> Response:
    """The decision stands in the file, or the page says why not; nothing is overwritten unseen."""
    filled = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    finding_id = request.path_params["finding_id"]
    if not desk.forms.is_ours(request, finding_id, filled.get("word", "")):
        wrong = ("此页已过期，请再提交一次", "this page was opened before the desk was restarted: send it again")
        return _finding(desk, request, Form(filled, wrong), 403)
    if desk.shelf.current().row("select 1 from fct_finding where finding_id = ?", [finding_id]) is None:
        return desk.page(request, "missing", 404, edition=desk.shelf.current())
    decision = Decision(
        finding_id=finding_id,
        decision=filled.get("decision", ""),
        reason=_one_line(filled.get("reason", "")),
        who=_one_line(filled.get("who", "")),
        decided_on=desk.beside.today(),
        expires_on=filled.get("expires_on", "").strip() if filled.get("decision") == WAIVED else "",
    )
    try:
        desk.dispositions.add(decision, filled.get("seen", ""))
    except Refused as refused:
        return _finding(desk, request, Form(filled, refused.told), 422)
    except DecidedMeanwhile as meanwhile:
        return _finding(desk, request, Form(filled, _meanwhile(meanwhile.standing)), 409)
    query = findings.Filter.of(request.query_params).query()
    answer = RedirectResponse(f"/findings/{finding_id}?saved=1" + (f"&{query}" if query else ""), 303)
    answer.set_cookie("who", quote(decision.who), max_age=31_536_000, httponly=True, samesite="strict")
    return answer


def _meanwhile(standing: Decision | None) -> tuple[str, str]:
    if standing is None:
        return ("原有的决定已被撤去，请看过后再提交", "the decision that stood is gone: look again, then send yours")
    return (
        f"{standing.who} 刚刚已作出决定（见下）；如仍要改，请再提交一次",
        f"{standing.who} has decided in the meantime (below); send yours again if it should still stand",
    )


def _one_line(text: str) -> str:
    """The words on one line, without characters that are not to be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def ask(desk: Desk, request: Request) -> Response:
    edition = desk.shelf.current()
    question = request.query_params.get("q", "")
    answer, refused = None, None
    if question.strip():
        try:
            answer = questions.ask(edition, question, questions.SHOWN)
        except questions.Unanswered as error:
            refused = error
    return desk.page(
        request, "ask", 200 if refused is None else 400, edition=edition, question=question, answer=answer,
        refused=refused, chart=questions.charted(answer) if answer else [], examples=EXAMPLES,
        tables=edition.manifest["tables"], shown=questions.SHOWN,
    )  # fmt: skip


def ask_exported(desk: Desk, request: Request) -> Response:
    """The answer as a spreadsheet."""
    try:
        answer = questions.ask(desk.shelf.current(), request.query_params.get("q", ""), questions.EXPORTED)
    except questions.Unanswered as error:
        return Response(f"{error.told[0]} / {error.told[1]}\n{error.words}", 400, media_type="text/plain")
    return _sheet(request.path_params["kind"], "answer", answer.names, answer.rows)


def findings_exported(desk: Desk, request: Request) -> Response:
    """Every finding of the filter, with the decision that stands now."""
    edition, overlay = desk.shelf.current(), desk.overlay()
    rows = findings.exported(edition, findings.Filter.of(request.query_params), overlay)
    names = list(rows[0]) if rows else ["finding_id"]
    return _sheet(request.path_params["kind"], "findings", names, [_exported(row, overlay) for row in rows])


def _exported(row: Row, overlay: findings.Overlay) -> list[object]:
    standing = overlay.standing.get(row["finding_id"])
    if standing:
        row = {**row, "disposition_reason": standing.reason, "disposition_by": standing.who}
        row["disposition_on"] = standing.decided_on
    return list(row.values())


def _sheet(kind: str, name: str, names: list[str], rows: list[tuple[object, ...]] | list[list[object]]) -> Response:
    if kind == "csv":
        content, media = spreadsheets.as_csv(names, rows), "text/csv; charset=utf-8"
    else:
        content = spreadsheets.as_xlsx(names, rows, name)
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}.{kind}"'})


def fiscal_package(desk: Desk, request: Request) -> Response:  # noqa: ARG001  every page has this signature
    """The fiscal tables as one Fiscal Data Package; the file goes when it was sent."""
    folder = Path(tempfile.mkdtemp(prefix="juesuan-package-"))
    target = folder / "fiscal-data-package.zip"
    try:
        package.write(desk.shelf.current(), target)
    except BaseException:
        shutil.rmtree(folder)
        raise
    return FileResponse(target, filename=target.name, background=BackgroundTask(shutil.rmtree, folder))


def report(desk: Desk, request: Request) -> Response:
    """One disclosure's report as a page that needs nothing else."""
    edition: Edition = desk.shelf.current()
    document_id = request.path_params["document_id"]
    if edition.row("select 1 from dim_document where document_id = ?", [document_id]) is None:
        return desk.page(request, "missing", 404, edition=edition)
    page = desk.beside.report(edition, document_id, spoken(request))
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'"
    headers = {
        "content-disposition": f'attachment; filename="juesuan-{document_id}.html"',
        "content-security-policy": policy,
    }
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)
