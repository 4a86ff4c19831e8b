"""Snapshots of departments that do not exist, as large as is asked for, in the shape that the models promise.

Reads the columns and types of `dbt_project/models/{marts,audit}/*.yml`; writes a folder like one of `published/` and
the link `current`. Grain: per document so many figures, checks and terms as a real one has on average.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import yaml

HOUSE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is; the defaults are the real documents' averages."""

    documents: int
    figures: int = 750
    checks: int = 390


def publish(published: Path, size: Size, names: Sequence[str] = (), night: str = "20261121T020000Z") -> Path:
    """The snapshot stands and is current; departments, lines and files are called by the names given, in turn."""
    folder = published / f"{night}-{size.documents:08x}"
    folder.mkdir(parents=True)
    connection = duckdb.connect(str(folder / "juesuan.duckdb"))
    tables = described()
    try:
        connection.execute("create schema marts; create schema audit")
        connection.execute("create temp table word as select unnest(?::varchar[]) as word", [list(names)])
        connection.execute("create temp table names as select list(word) as list from word")
        for table in tables:
            _fill(connection, table, size)
        rows = {
            table["name"]: connection.execute(f"select count(*) from {table['schema']}.{table['name']}").fetchall()[0][
                0
            ]
            for table in tables
        }
    finally:
        connection.close()
    listed = [{**table, "rows": rows[table["name"]], "parquet": ""} for table in tables]
    _write(folder / "manifest.json", {"snapshot_id": folder.name, "tables": listed, "files": []})
    _write(folder / "nights.json", _nights(size.documents, names))
    link = published / ".current-new"
    link.symlink_to(folder.name, target_is_directory=True)
    link.replace(published / "current")
    return folder


def described() -> list[dict[str, object]]:
    """Every published table with its columns, as its model describes it."""
    found: list[dict[str, object]] = []
    for schema in ("audit", "marts"):
        for path in sorted((HOUSE / "dbt_project" / "models" / schema).glob("*.yml")):
            for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
                columns = [{"name": c["name"], "type": c["data_type"], "description": ""} for c in model["columns"]]
                about = str(model["description"]).strip()
                found.append({"schema": schema, "name": model["name"], "description": about, "columns": columns})
    return found


def _nights(documents: int, names: Sequence[str]) -> dict[str, object]:
    nights = [
        {
            "night": f"2026-11-{day:02d} 02:00", "documents": documents, "tested": documents * 200,
            "violated": documents * 6, "figures": documents * 750,
            "open": {"error": documents * 3 + day, "warning": documents * 2, "info": documents * 4 - day},
        }
        for day in range(15, 22)
    ]  # fmt: skip
    held = [
        {
            "document_id": "f" * 16,
            "source_name": name,
            "reason_zh": f"无法读取 {name}",
            "reason_en": f"unreadable {name}",
            "what_to_do": name,
        }
        for name in (*names, "scan.pdf")
    ]
    return {"nights": nights, "quarantined": held}


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


_ID = "printf('%016x', d * 7919 + 1)"
_NAMED = "(select coalesce(list[(d % len(list)) + 1], '') from names)"
_DEPARTMENT = f"(case when d % 2 = 0 then {_NAMED} else '' end) || '云岭省第' || (d // 3) || '局'"
_VERDICT = (
    "case when k % 40 = 0 then 'violated' when k % 41 = 0 then 'truncated' when k % 17 = 0 then 'rounding'"
    " when k % 2 = 0 then 'not_testable' else 'exact' end"
)
_FAMILY_OF_CHECK = "['row', 'balance', 'hierarchy', 'narrative', 'performance'][k % 5 + 1]"
_ROWS: dict[str, str] = {
    "dim_document": f"""select {_ID} as document_id, {_DEPARTMENT} as department, '云岭省临川市' as region,
        'county' as region_level, 2021 + d % 3 as fiscal_year, 'final_accounts' as disclosure_kind,
        'ministry' as layout,
        {_NAMED} || 'd' || d || '.txt' as source_name, repeat('0', 64) as source_sha256, 'txt' as source_format,
        $figures as figure_count, 'income;expenditure;three_public' as announced_tables, 'income' as present_tables,
        '1' as extractor_version from range($documents) as t(d)""",
    "fct_figure": f"""select {_ID} || ':L' || k || ':1' as figure_id, {_ID} as document_id, 'narrative' as statement,
        {_NAMED} || '支出决算情况说明 / 项目' || k as place, {_NAMED} || '项目' || k as item, 'total' as subject,
        case when k = 0 then 'expenditure' else 'other' end as flow, 'total' as nature, 'settled' as aspect,
        'amount' as measure, 'all_funds' as fund, (d + k)::decimal(24, 6) as value, '万元' as unit,
        (d + k)::decimal(22, 8) as amount_wan, 2 as decimals, (d + k) || '.00' as text, k + 1 as line,
        r.reading, true as is_understood
        from range($documents) as t(d), range($figures) as u(k), (values ('printed'), ('meant')) as r(reading)""",
    "identity_catalogue": """select f.family || '.rule_' || n as identity_id, f.family,
        '第' || n || '条关系' as title_zh, 'Rule ' || n as title_en, 'total = Σ parts' as formula,
        ['error', 'warning', 'info'][n % 3 + 1] as severity,
        'invented' as basis, 2007 as valid_from, 1 as version, '=' as operator
        from (values ('row'), ('balance'), ('hierarchy'), ('narrative'), ('performance')) as f(family),
        range(17) as t(n)""",
    "fct_identity_check": f"""select left(md5(d || '.' || k || r.reading), 16) as check_id,
        {_FAMILY_OF_CHECK} || '.rule_' || (k // 5 % 17) as identity_id,
        {_ID} as document_id, {_NAMED} || '项目' || k as subject, 'k' || k as check_key, r.reading,
        (100 + k)::decimal(22, 8) as lhs, 100::decimal(22, 8) as rhs, k::decimal(22, 8) as difference,
        0.01::decimal(22, 8) as slack, {_VERDICT} as verdict,
        case when {_VERDICT} = 'not_testable' then '缺少一项 / a term is missing' end as reason,
        {_NAMED} || '两边不等' as explanation_zh, {_NAMED} || 'the sides differ' as explanation_en
        from range($documents) as t(d), range($checks) as u(k), (values ('printed'), ('meant')) as r(reading)""",
    "fct_identity_term": f"""select left(md5(d || '.' || k || r.reading), 16) as check_id, {_ID} as document_id,
        case when n = 0 then 'lhs' else 'rhs' end as side, 1::decimal(6, 2) as weight, 'sum' as role,
        {_ID} || ':L' || ((k + n) % $figures) || ':1' as figure_id
        from range($documents) as t(d), range($checks) as u(k), range(2) as v(n),
        (values ('printed'), ('meant')) as r(reading)""",
    "fct_finding": f"""select left(md5('finding' || d || '.' || n), 16) as finding_id, {_ID} as document_id,
        case when n % 3 = 0 then 'figure_wrong' else 'identity_violated' end as finding_kind,
        case when n % 3 > 0 then {_FAMILY_OF_CHECK.replace("k", "(n * 40)")} || '.rule_'
            || (n * 40 // 5 % 17) end as identity_id,
        case when n % 3 > 0 then 'k' || (n * 40) end as check_key, {_NAMED} || '项目' || n as subject,
        '一处数字与其余各处矛盾' as title_zh, 'A figure contradicts what the others say' as title_en,
        ['error', 'warning', 'info'][(n // 3) % 3 + 1] as severity, {_NAMED} || '详情' as detail_zh,
        {_NAMED} || 'details' as detail_en,
        case when n % 3 = 1 then left(md5('finding' || d || '.' || (n - 1)), 16) end as caused_by_finding_id,
        case when n % 3 = 0 then {_ID} || ':L' || n || ':1' end as culprit_figure_id,
        case when n % 3 = 0 then {_NAMED} || n || '万元' end as suggested_value, 'one_digit' as slip,
        'sole' as confidence, ['new', 'known', 'fixed', 'reopened', 'known'][(d + n // 3) % 5 + 1] as state,
        date '2026-11-20' as first_seen, date '2026-11-21' as last_seen
        from range($documents) as t(d), range(10) as u(n)""",
    "coverage": f"""select {_ID} as document_id, {_DEPARTMENT} as department, 2021 + d % 3 as fiscal_year,
        $figures + d % 7 as figures_seen, $figures as figures_extracted, $figures - d % 50 as figures_understood,
        $figures // 2 as figures_testable, 3 as tables_announced, 1 as tables_present, 85 as identities_declared,
        80 as identities_evaluated, $checks as checks, $checks // 3 as checks_exact, 10 as checks_rounding,
        2 as checks_truncated, 9 as checks_violated, $checks // 2 as checks_not_testable
        from range($documents) as t(d)""",
    "rpt_expenditure_by_class_year": f"""select {_ID} as document_id, {_DEPARTMENT} as department,
        '云岭省临川市' as region, 2021 + d % 3 as fiscal_year, ['208', '210', '215', '221'][k + 1] as class_code,
        {_NAMED} || ['社会保障', '卫生健康', '资源勘探', '住房保障'][k + 1] as class,
        (100 * k + d % 90 + 1)::decimal(22, 8) as amount, 25::decimal(12, 2) as share_pct,
        1::decimal(22, 8) as change, 'agree' as agreement from range($documents) as t(d), range(4) as u(k)""",
    "fct_expenditure_by_function": f"""select {_ID} as document_id, {_DEPARTMENT} as department,
        '云岭省临川市' as region, 2021 + d % 3 as fiscal_year, ['208', '210', '215', '221'][k + 1] as function_code,
        {_NAMED} || ['社会保障', '卫生健康', '资源勘探', '住房保障'][k + 1] as function_name, 'class' as level,
        'general_public_budget' as fund, n.nature,
        (n.share * (100 * k + d % 90 + 1))::decimal(22, 8) as amount_wan, 'agree' as agreement
        from range($documents) as t(d), range(4) as u(k),
        (values ('total', 1.0), ('basic', 0.6), ('project', 0.4)) as n(nature, share)""",
    "fct_three_public": f"""select {_ID} || ':t:' || s.subject as figure_id, {_ID} as document_id,
        {_DEPARTMENT} as department, '云岭省临川市' as region, 2021 + d % 3 as fiscal_year, s.subject,
        'narrative' as statement, 'amount' as measure, 1::decimal(24, 6) as value, '万元' as unit,
        1::decimal(22, 8) as amount_wan from range($documents) as t(d),
        (values ('three_public'), ('three_public:overseas'), ('three_public:hospitality')) as s(subject)""",
}


def _fill(connection: duckdb.DuckDBPyConnection, table: dict[str, object], size: Size) -> None:
    """The table stands with the columns and types of its model; ordered as the publication orders it."""
    name = f"{table['schema']}.{table['name']}"
    columns = table["columns"]
    assert isinstance(columns, list)
    listed = ", ".join(f'"{column["name"]}" {column["type"]}' for column in columns)
    connection.execute(f"create table {name} ({listed})")
    question = _ROWS.get(str(table["name"]))
    if question:
        for word, number in (("documents", size.documents), ("figures", size.figures), ("checks", size.checks)):
            question = question.replace(f"${word}", str(number))
        connection.execute(f"insert into {name} by name select * from ({question}) order by 1, 2, 3")
