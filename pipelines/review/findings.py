"""Findings as a reviewer wants them. Reads an edition and the decisions; writes nothing.

Grain: one row per finding that follows from no other; what follows from it hangs below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.review import asking
from pipelines.review.asking import Asked, one_of
from pipelines.review.decisions import Decision
from pipelines.review.editions import Edition, Row
from pipelines.review.words import FAMILIES, STATES

PER_PAGE = 50
OPEN = "open"
"""Not fixed and not waived."""
SEVERITIES = ("error", "warning", "info")
UNDECIDED, DECIDED = "no", "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Asked):
    """What is asked for; an empty word asks for all."""

    family: str = ""
    severity: str = ""
    state: str = OPEN
    decided: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Filter:
        """The filter of a query string."""
        return cls(
            department=asking.department(asked),
            year=asking.year(asked),
            family=one_of(FAMILIES, asked.get("family", "")),
            severity=one_of(SEVERITIES, asked.get("severity", "")),
            state=one_of((*STATES, OPEN), asked.get("state", OPEN)),
            decided=one_of((UNDECIDED, DECIDED), asked.get("decided", "")),
            page=asking.page(asked),
        )


@dataclass(frozen=True, slots=True)
class Overlay:
    """The decisions as they stand now, over what the night knew: they hold before the next refresh has seen them."""

    standing: Mapping[str, Decision]
    today: str

    @property
    def values(self) -> list[object]:
        rows = sorted(self.standing.values(), key=lambda d: d.finding_id)
        return [
            [d.finding_id for d in rows],
            [d.decision for d in rows],
            [d.waives(self.today) for d in rows],
        ]


_FOUND = """
with decided as (
    select unnest(?::varchar[]) as finding_id, unnest(?::varchar[]) as decision, unnest(?::boolean[]) as waives
),
below as (
    select caused_by_finding_id as finding_id, count(*) as consequences
    from fct_finding where caused_by_finding_id is not null and state <> 'fixed' group by all
),
present as (select finding_id as cause_id from fct_finding),
found as (
    select
        f.*, d.department, d.region, d.fiscal_year, d.source_name,
        coalesce(i.family, c.family, 'other') as family,
        coalesce(below.consequences, 0) as consequences,
        decided.decision as decision,
        case
            when f.state = 'fixed' then 'fixed'
            when decided.waives then 'waived'
            when f.state = 'waived' then 'known'
            else f.state
        end as standing
    from fct_finding as f
    left join dim_document as d using (document_id)
    left join identity_catalogue as i using (identity_id)
    left join (
        select caused_by_finding_id as finding_id, min(b.family) as family
        from fct_finding inner join identity_catalogue as b using (identity_id)
        where caused_by_finding_id is not null group by all
    ) as c using (finding_id)
    left join below using (finding_id)
    left join decided using (finding_id)
    left join present on f.caused_by_finding_id = present.cause_id
    where present.cause_id is null
),
asked as (
    select * from found
    where (? = '' or contains(lower(department || ' ' || coalesce(region, '')), lower(?)))
        and (? = '' or fiscal_year = try_cast(? as integer))
        and (? = '' or family = ?)
        and (? = '' or severity = ?)
        and (? = '' or standing = ? or (? = 'open' and standing not in ('fixed', 'waived')))
        and (? = '' or (decision is not null) = (? = 'yes'))
)
"""
_ORDER = """
order by
    case severity when 'error' then 0 when 'warning' then 1 else 2 end,
    case standing when 'reopened' then 0 when 'new' then 1 when 'known' then 2 when 'waived' then 3 else 4 end,
    decision is not null, consequences desc,
    case confidence when 'sole' then 0 when 'likely' then 1 else 2 end,
    department, fiscal_year desc, finding_id
"""


def _values(asked: Filter, overlay: Overlay) -> list[object]:
    words = [asked.department, asked.year, asked.family, asked.severity]
    return [
        *overlay.values,
        *(word for word in words for _ in range(2)),
        *[asked.state] * 3,
        *[asked.decided] * 2,
    ]


def listed(edition: Edition, asked: Filter, overlay: Overlay) -> tuple[list[Row], int]:
    """One page of findings, each with `below`, its consequences, and how many findings there are in all."""
    rows = edition.rows(
        f"{_FOUND} select *, count(*) over () as found from asked {_ORDER} limit {PER_PAGE} offset ?",
        [*_values(asked, overlay), (asked.page - 1) * PER_PAGE],
    )
    below = consequences(edition, [row["finding_id"] for row in rows if row["consequences"]])
    prints = {
        f["figure_id"]: f for f in figures(edition, [r["culprit_figure_id"] for r in rows if r["culprit_figure_id"]])
    }
    lines = _lines_of(edition, rows)
    enriched = [
        {
            **row,
            "below": below.get(row["finding_id"], []),
            "culprit": prints.get(row["culprit_figure_id"]),
            "line": lines.get((row["document_id"], row["identity_id"], row["check_key"])),
        }
        for row in rows
    ]
    return enriched, rows[0]["found"] if rows else 0


def _lines_of(edition: Edition, rows: list[Row]) -> dict[tuple[str, str, str], str]:
    """By document, identity and check: the line of the accounts that the check is about, in words."""
    asked = [row for row in rows if row["check_key"] is not None]
    if not asked:
        return {}
    found = edition.rows(
        "select distinct document_id, identity_id, check_key, subject from fct_identity_check"
        " where reading = 'printed' and document_id in (select unnest(?::varchar[]))"
        " and check_key in (select unnest(?::varchar[]))",
        [[row["document_id"] for row in asked], [row["check_key"] for row in asked]],
    )
    return {(row["document_id"], row["identity_id"], row["check_key"]): row["subject"] for row in found}


def exported(edition: Edition, asked: Filter, overlay: Overlay) -> list[Row]:
    """Every finding asked for, as it goes into a spreadsheet."""
    return edition.rows(
        f"""{_FOUND} select finding_id, department, region, fiscal_year, severity, standing as state, finding_kind,
        family, title_zh, title_en, subject, detail_zh, detail_en, suggested_value, slip, confidence, consequences,
        first_seen, last_seen, decision, disposition_reason, disposition_by, disposition_on, source_name, document_id,
        identity_id, culprit_figure_id
        from asked {_ORDER}""",
        _values(asked, overlay),
    )


def neighbours(edition: Edition, asked: Filter, overlay: Overlay, finding_id: str) -> tuple[str | None, str | None]:
    """The finding before and the one after it in the list that was asked for."""
    row = edition.row(
        f"""{_FOUND}, places as (select finding_id, row_number() over ({_ORDER}) as place from asked)
        select
            (select finding_id from places where place = here.place - 1) as before,
            (select finding_id from places where place = here.place + 1) as after
        from places as here where finding_id = ?""",
        [*_values(asked, overlay), finding_id],
    )
    return (row["before"], row["after"]) if row else (None, None)


def counted(edition: Edition, overlay: Overlay) -> dict[str, dict[str, int]]:
    """How many findings by state, then by severity."""
    counts: dict[str, dict[str, int]] = {state: dict.fromkeys(SEVERITIES, 0) for state in STATES}
    for row in edition.rows(
        f"{_FOUND} select standing, severity, count(*) as findings from asked group by all order by all",
        _values(Filter(state=""), overlay),
    ):
        counts[row["standing"]][row["severity"]] = row["findings"]
    return counts


def consequences(edition: Edition, causes: list[str]) -> dict[str, list[Row]]:
    """By cause, the findings that follow from it."""
    below: dict[str, list[Row]] = {}
    if causes:
        for row in edition.rows(
            "select f.*, i.family from fct_finding as f left join identity_catalogue as i using (identity_id)"
            " where caused_by_finding_id in (select unnest(?::varchar[])) and state <> 'fixed'"
            " order by severity, identity_id, finding_id",
            [causes],
        ):
            below.setdefault(row["caused_by_finding_id"], []).append(row)
    return below


def one(edition: Edition, overlay: Overlay, finding_id: str) -> Row | None:
    """The finding with its document, its `below` and its `cause`; None where there is none."""
    own = "select coalesce(caused_by_finding_id, finding_id) as id from fct_finding where finding_id = ?"
    asked = edition.row(own, [finding_id])
    if asked is None:
        return None
    everything = _values(Filter(state=""), overlay)
    row = edition.row(
        f"{_FOUND} select * from asked where finding_id in (?, ?)", [*everything, asked["id"], finding_id]
    )
    if row is None:
        return None
    below = consequences(edition, [row["finding_id"]]).get(row["finding_id"], [])
    line = _lines_of(edition, [row]).get((row["document_id"], row["identity_id"], row["check_key"]))
    return {**row, "below": below, "line": line}


def checks_of(edition: Edition, findings: list[Row]) -> list[Row]:
    """The checks that the findings are about, as printed, each with its `terms`: figures, side, weight."""
    keys = [(f["identity_id"], f["check_key"]) for f in findings if f["check_key"] is not None]
    if not keys:
        return []
    checks = edition.rows(
        "select c.*, i.operator, i.formula, i.title_zh, i.title_en from fct_identity_check as c"
        " join identity_catalogue as i using (identity_id)"
        " where c.document_id = ? and c.reading = 'printed' and (c.identity_id, c.check_key) in"
        " (select unnest(?::varchar[]), unnest(?::varchar[])) order by c.identity_id, c.check_key",
        [findings[0]["document_id"], [key[0] for key in keys], [key[1] for key in keys]],
    )
    terms: dict[str, list[Row]] = {}
    for term in edition.rows(
        "select t.check_id, t.side, t.weight, t.role, f.* from fct_identity_term as t"
        " join fct_figure as f on f.figure_id = t.figure_id and f.reading = 'printed'"
        " where t.check_id in (select unnest(?::varchar[]))"
        " order by t.check_id, t.side, case t.role when 'whole' then 1 else 0 end, f.line, f.figure_id",
        [[check["check_id"] for check in checks]],
    ):
        terms.setdefault(term["check_id"], []).append(term)
    return [{**check, "terms": terms.get(check["check_id"], [])} for check in checks]


def figures(edition: Edition, figure_ids: list[str]) -> list[Row]:
    """The printed figures of these ids."""
    return edition.rows(
        "select * from fct_figure where reading = 'printed' and figure_id in (select unnest(?::varchar[]))",
        [figure_ids],
    )
