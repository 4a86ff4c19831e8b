"""The pages that only look. Reads the current edition; writes nothing. Grain: one function per page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from pipelines.review import coverage, departments, findings, identities, nights, pictures
from pipelines.review.desk import Desk
from pipelines.review.editions import Row


def last_night(desk: Desk, request: Request) -> Response:
    """What arrived, what could not be read, what was found: against the night before."""
    edition, overlay = desk.shelf.current(), desk.overlay()
    before = desk.shelf.before(edition)
    came, went = nights.arrived(edition, before)
    new, _ = findings.listed(edition, findings.Filter(state="new"), overlay)
    reopened, _ = findings.listed(edition, findings.Filter(state="reopened"), overlay)
    fixed, _ = findings.listed(edition, findings.Filter(state="fixed"), overlay)
    held_before = {row["document_id"] for row in before.quarantined} if before else set()
    return desk.page(
        request,
        "last_night",
        edition=edition,
        before=before,
        known=nights.known(edition),
        known_before=nights.known(before) if before else {},
        counts=findings.counted(edition, overlay),
        counts_before=findings.counted(before, findings.Overlay({}, overlay.today)) if before else None,
        came=len(came),
        arrived=nights.documents(edition, came[: nights.SHOWN]),
        gone=nights.documents(before, went[: nights.SHOWN]) if before and went else [],
        quarantined=[{**row, "is_new": row["document_id"] not in held_before} for row in edition.quarantined],
        fresh=[*reopened, *new][: nights.SHOWN],
        fixed=fixed[: nights.SHOWN],
        families=nights.verdicts_by_family(edition),
        trend=_trend(edition.nights),
        shown=nights.SHOWN,
    )


def _trend(history: list[Row]) -> dict[str, object] | None:
    """Open findings over nights as lines, None for a single night."""
    if len(history) < 2:
        return None
    series = [(severity, [night["open"].get(severity, 0) for night in history]) for severity in findings.SEVERITIES]
    drawn, top = pictures.lines(series, 640, 150)
    return {"lines": drawn, "top": top, "nights": history}


def department_list(desk: Desk, request: Request) -> Response:
    edition = desk.shelf.current()
    wanted = request.query_params.get("q", "").strip()[:100]
    asked = request.query_params.get("page", "1")
    page = max(int(asked), 1) if asked.isdecimal() and len(asked) < 7 else 1
    rows, found = departments.listed(edition, wanted, page)
    return desk.page(
        request, "departments", edition=edition, rows=rows, found=found, wanted=wanted, page=page,
        pages=-(-found // departments.PER_PAGE),
    )  # fmt: skip


def department(desk: Desk, request: Request) -> Response:
    """One department: its disclosures, classes, flow, three public expenses and findings."""
    edition = desk.shelf.current()
    name, region = request.query_params.get("name"), request.query_params.get("region", "")
    documents = departments.disclosures(edition, name or "", region)
    if not documents:
        return desk.page(request, "missing", 404, edition=edition)
    ids = [row["document_id"] for row in documents]
    asked = request.query_params.get("flow")
    shown = next((row for row in documents if row["document_id"] == asked), documents[-1])
    streams, class_names = departments.flows(edition, shown["document_id"])
    classes = departments.classes(edition, ids)
    return desk.page(
        request,
        "department",
        edition=edition,
        name=name,
        region=region,
        documents=documents,
        classes=_by_class(classes),
        years=list(dict.fromkeys((row["document_id"], row["fiscal_year"]) for row in classes)),
        flow=pictures.flow(streams, ("fund", "class", "nature")) if streams else None,
        flow_of=shown,
        class_names=class_names,
        three_public={(row["subject"], row["document_id"]): row for row in departments.three_public(edition, ids)},
        found=departments.findings(edition, ids),
    )


def _by_class(rows: list[Row]) -> list[Row]:
    """A row per class with its amount, bar and change per disclosure, largest class first."""
    drawn = pictures.bars([row["amount"] for row in rows]) if rows else []
    classes: dict[str, Row] = {}
    for row, bar in zip(rows, drawn, strict=True):
        one = classes.setdefault(row["class_code"], {"code": row["class_code"], "name": row["class"], "years": {}})
        one["years"][row["document_id"]] = {**row, "bar": bar}
    return sorted(classes.values(), key=lambda c: max(y["amount"] for y in c["years"].values()), reverse=True)


def identity_list(desk: Desk, request: Request) -> Response:
    edition = desk.shelf.current()
    return desk.page(request, "identities", edition=edition, rows=identities.all_of(edition))


def identity(desk: Desk, request: Request) -> Response:
    """One identity: formula, pass rate by year, the documents that fail it, why others could not be tested."""
    edition = desk.shelf.current()
    identity_id = request.path_params["identity_id"]
    catalogued = identities.one(edition, identity_id)
    if catalogued is None:
        return desk.page(request, "missing", 404, edition=edition)
    return desk.page(
        request,
        "identity",
        edition=edition,
        identity=catalogued,
        years=identities.by_year(edition, identity_id),
        failing=identities.failing(edition, identity_id),
        reasons=identities.reasons(edition, identity_id),
        most=identities.SHOWN,
    )


def coverage_list(desk: Desk, request: Request) -> Response:
    edition = desk.shelf.current()
    asked = coverage.Filter.of(request.query_params)
    rows, found = coverage.listed(edition, asked)
    return desk.page(
        request, "coverage", edition=edition, asked=asked, rows=rows, found=found, known=nights.known(edition),
        years=coverage.years(edition), pages=-(-found // coverage.PER_PAGE),
    )  # fmt: skip


def library(desk: Desk, request: Request) -> Response:
    """Documentation and exports: what every table means, the pages of the tools, the files of the snapshot."""
    edition = desk.shelf.current()
    tools = {name: (edition.folder / "docs" / name / "index.html").is_file() for name in ("quality", "models")}
    return desk.page(request, "library", edition=edition, tools=tools, tables=edition.manifest["tables"])
