"""What two published snapshots say differently, and why. Reads two snapshot folders; writes nothing.

Grain: one `Change` per document that came or went, and per figure, verdict or finding of a document that both
snapshots hold. A corrected disclosure is held against the one it supersedes: its figures and findings are matched by
what they mean, since they may stand elsewhere; what is said several times of one meaning is matched in the order of
print, and what one side says more often than the other came or went.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.publication import snapshot
from pipelines.warehouse import text_literal

KINDS = ("document", "figure", "verdict", "finding")


class NoSuchSnapshot(ValueError):
    """What is named is no published snapshot; the message lists those there are."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `what` is a place, an identity with its subject, or a finding's title; amounts are as printed,
    with their unit. `before` or `after` is empty where a side does not know it."""

    kind: str
    document_id: str
    department: str
    fiscal_year: int | None
    what: str
    before: str
    after: str
    why_zh: str
    why_en: str


def folder_of(published: Path, name: str) -> Path:
    """The snapshot of this name: an id or the beginning of one, `current`, `previous`, or a folder; raises
    NoSuchSnapshot."""
    if (Path(name) / snapshot.DATABASE).is_file():
        return Path(name).resolve()
    known = snapshot.all_snapshots(published)
    now = snapshot.current(published)
    if name == "current" and now is not None:
        return now
    earlier = [folder for folder in known if now is not None and folder.name < now.name]
    if name == "previous" and earlier:
        return earlier[-1]
    found = [folder for folder in known if folder.name.startswith(name)]
    if len(found) != 1:
        raise NoSuchSnapshot(", ".join(folder.name for folder in known) or "–")
    return found[0]


def changes(before: Path, after: Path) -> Iterator[Change]:
    """Every difference between the two folders, documents first, in order of department and year."""
    connection = duckdb.connect()
    try:
        for name, folder in (("earlier", before), ("later", after)):
            path = text_literal(str(folder / snapshot.DATABASE))
            connection.execute(f"attach {path} as {name} (read_only)")
        versions = [_code_version(folder) for folder in (before, after)]
        connection.execute(_PAIRS, versions)
        for kind, query in zip(KINDS, (_DOCUMENTS, _FIGURES, _VERDICTS, _FINDINGS), strict=True):
            answer = connection.execute(query)
            while rows := answer.fetchmany(1000):
                yield from (Change(kind, *row) for row in rows)
    finally:
        connection.close()


def _code_version(folder: Path) -> str:
    held = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return str(held.get("code_version", ""))


_PAIRS = """
create temp table pair as
with
versions as (select cast(? as varchar) as old_code, cast(? as varchar) as new_code),

same as (
    select
        earlier.document_id as old_id,
        later.document_id as new_id,
        later.department,
        later.fiscal_year,
        case
            when earlier.extractor_version <> later.extractor_version
                then '由另一版本的读取程序读取（' || earlier.extractor_version || ' → '
                || later.extractor_version || '）'
            when old_code <> new_code then '模型或参考数据有变（' || old_code || ' → ' || new_code || '）'
            else '勘误、处置或同一部门的其他公开有变'
        end as why_zh,
        case
            when earlier.extractor_version <> later.extractor_version
                then 'read by another version (' || earlier.extractor_version || ' → '
                || later.extractor_version || ')'
            when old_code <> new_code then 'models or reference data changed (' || old_code || ' → ' || new_code || ')'
            else 'errata, decisions or other disclosures of the department changed'
        end as why_en
    from earlier.marts.dim_document as earlier
    inner join later.marts.dim_document as later on earlier.document_id = later.document_id
    cross join versions
),

corrected as (
    select
        earlier.document_id as old_id,
        later.document_id as new_id,
        later.department,
        later.fiscal_year,
        '更正后的公开取代 ' || earlier.source_name as why_zh,
        'a corrected disclosure supersedes ' || earlier.source_name as why_en
    from later.marts.dim_document as later
    inner join earlier.marts.dim_document as earlier on later.supersedes_document_id = earlier.document_id
    where later.document_id not in (select document_id from earlier.marts.dim_document)
)

select *, false as is_correction from same
union all
select *, true as is_correction from corrected
"""

_DOCUMENTS = """
select
    coalesce(later.document_id, earlier.document_id),
    coalesce(later.department, earlier.department),
    coalesce(later.fiscal_year, earlier.fiscal_year),
    coalesce(later.source_name, earlier.source_name),
    coalesce(cast(earlier.figure_count as varchar), ''),
    coalesce(cast(later.figure_count as varchar), ''),
    case
        when earlier.document_id is null and later.supersedes_document_id is not null then '新收到：更正 ' || later.supersedes_document_id
        when earlier.document_id is null then '新收到'
        else '不再收录'
    end,
    case
        when earlier.document_id is null and later.supersedes_document_id is not null
            then 'arrived: corrects ' || later.supersedes_document_id
        when earlier.document_id is null then 'arrived'
        else 'no longer there'
    end
from earlier.marts.dim_document as earlier
full join later.marts.dim_document as later on earlier.document_id = later.document_id
where earlier.document_id is null or later.document_id is null
order by 2, 3, 1
"""  # noqa: E501

# Both sides stand beside each other as `old` and `new`: whom and why, from the side that is there.
_WHOM = """coalesce(new.new_id, old.new_id) as document_id,
    coalesce(new.department, old.department) as department,
    coalesce(new.fiscal_year, old.fiscal_year) as fiscal_year"""
_WHY_ZH = "coalesce(new.why_zh, old.why_zh)"
_WHY_EN = "coalesce(new.why_en, old.why_en)"

_SAID = """
    select
        figure.*,
        pair.*,
        case
            when pair.is_correction
                then concat_ws('|', statement, section, item_path, code, aspect, measure, fund, flow, nature)
            else figure.figure_id
        end as meaning,
        row_number() over (
            partition by pair.old_id, pair.new_id, reading, meaning
            order by page, line, table_id, table_row, table_column, figure_id
        ) as occurrence
    from {side}.marts.fct_figure as figure
    inner join pair on figure.document_id = pair.{own}
"""

_FIGURES = f"""
with
old as ({_SAID.format(side="earlier", own="old_id")}),
new as ({_SAID.format(side="later", own="new_id")}),

met as (
    select
        {_WHOM},
        {_WHY_ZH} as why_zh,
        {_WHY_EN} as why_en,
        old.figure_id as old_figure,
        new.figure_id as new_figure,
        coalesce(new.place, old.place)
        || case when coalesce(new.reading, old.reading) = 'meant' then '（意指 / meant）' else '' end as place,
        concat_ws(' ', old.text, old.unit) as old_text,
        concat_ws(' ', new.text, new.unit) as new_text,
        concat_ws(' ', cast(old.value as varchar), old.unit) as old_value,
        concat_ws(' ', cast(new.value as varchar), new.unit) as new_value,
        new.repair_reason,
        old.value is distinct from new.value or old.unit is distinct from new.unit as is_other_value,
        (old.code, old.measure, old.fund, old.aspect)
        is distinct from (new.code, new.measure, new.fund, new.aspect) as is_other_meaning,
        concat_ws(' ', old.code, old.measure, old.fund, old.text, old.unit) as old_said,
        concat_ws(' ', new.code, new.measure, new.fund, new.text, new.unit) as new_said
    from old
    full join new
        on old.new_id = new.new_id
        and old.meaning = new.meaning
        and old.occurrence = new.occurrence
        and old.reading = new.reading
    where coalesce(new.reading, old.reading) = 'printed' or coalesce(new.repair, old.repair) is not null
)

select
    document_id, department, fiscal_year, place,
    case
        when old_figure is null then ''
        when is_other_meaning then old_said
        when old_text = new_text then old_value
        else old_text
    end as said_before,
    case
        when new_figure is null then ''
        when is_other_meaning then new_said
        when old_text = new_text then new_value
        else new_text
    end as said_after,
    coalesce(repair_reason, why_zh), coalesce(repair_reason, why_en)
from met
where old_figure is null or new_figure is null or is_other_value or is_other_meaning
order by department, fiscal_year, document_id, place, said_before, said_after
"""

_VERDICTS = f"""
with
old as (select * from earlier.audit.fct_identity_check inner join pair on document_id = pair.old_id),
new as (select * from later.audit.fct_identity_check inner join pair on document_id = pair.new_id)

select
    {_WHOM},
    coalesce(new.identity_id, old.identity_id)
    || coalesce(' · ' || coalesce(new.subject, old.subject), '')
    || ' · ' || coalesce(new.reading, old.reading) as what,
    coalesce(old.verdict, ''),
    coalesce(new.verdict, ''),
    {_WHY_ZH} || coalesce('；' || new.explanation_zh, ''),
    {_WHY_EN} || coalesce('; ' || new.explanation_en, '')
from old
full join new
    on old.new_id = new.new_id
    and old.identity_id = new.identity_id
    and replace(old.check_key, old.old_id, old.new_id) = new.check_key
    and old.reading = new.reading
where old.verdict is distinct from new.verdict
order by department, fiscal_year, document_id, what
"""

_FOUND = """
    select
        finding.*,
        pair.*,
        case
            when pair.is_correction
                then concat_ws('|', finding_kind, identity_id, replace(check_key, pair.old_id, pair.new_id), subject)
            else finding.finding_id
        end as meaning,
        row_number() over (partition by pair.old_id, pair.new_id, meaning order by finding.finding_id) as occurrence
    from {side}.audit.fct_finding as finding
    inner join pair on finding.document_id = pair.{own}
"""

_FINDINGS = f"""
with
old as ({_FOUND.format(side="earlier", own="old_id")}),
new as ({_FOUND.format(side="later", own="new_id")})

select
    {_WHOM},
    concat_ws(
        ' · ',
        coalesce(new.title_zh, old.title_zh), coalesce(new.title_en, old.title_en), coalesce(new.subject, old.subject)
    ) as what,
    coalesce(concat_ws(' ', old.state, old.disposition), ''),
    coalesce(concat_ws(' ', new.state, new.disposition), ''),
    case
        when new.disposition is distinct from old.disposition
            then coalesce(new.disposition_by || '：' || new.disposition_reason, '处置已撤回')
        else {_WHY_ZH}
    end,
    case
        when new.disposition is distinct from old.disposition
            then coalesce(new.disposition_by || ': ' || new.disposition_reason, 'the decision was withdrawn')
        else {_WHY_EN}
    end
from old
full join new on old.new_id = new.new_id and old.meaning = new.meaning and old.occurrence = new.occurrence
where (old.state, old.disposition) is distinct from (new.state, new.disposition)
order by department, fiscal_year, document_id, what
"""
