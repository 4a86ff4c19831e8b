{{ config(materialized='table') }}

-- Tonight's findings against those of the nights before: new, known, fixed (seen before, not tonight), reopened
-- (fixed before, seen again), waived (a decision that has not expired).
with

findings as (
    select * from {{ ref('int_finding') }}
    union all
    select * from {{ ref('int_finding_copied') }}
),

history as (select * from {{ ref('int_finding_history') }}),

dispositions as (select * from {{ ref('int_disposition') }}),

runs as (select * from {{ ref('int_run') }}),

kinds as (select * from {{ ref('finding_kind') }}),

identities as (select * from {{ ref('int_identity') }}),

tonight as (
    select
        findings.finding_id,
        findings.document_id,
        findings.finding_kind,
        findings.identity_id,
        case when findings.identity_id is not null then findings.finding_key end as check_key,
        findings.subject,
        coalesce(identities.title_zh, kinds.title_zh) as title_zh,
        coalesce(identities.title_en, kinds.title_en) as title_en,
        coalesce(findings.severity, kinds.severity) as severity,
        findings.detail_zh,
        findings.detail_en,
        findings.caused_by_finding_id,
        findings.culprit_figure_id,
        findings.suggested_value,
        findings.slip,
        findings.confidence,
        findings.alternatives,
        case
            when history.finding_id is null then 'new'
            when history.state = 'fixed' then 'reopened'
            else 'known'
        end as state,
        coalesce(history.first_seen, runs.run_date) as first_seen,
        runs.run_date as last_seen
    from findings
    cross join runs
    inner join kinds on findings.finding_kind = kinds.finding_kind
    left join identities on findings.identity_id = identities.identity_id
    left join history on findings.finding_id = history.finding_id
),

gone as (
    select
        history.finding_id,
        history.document_id,
        history.finding_kind,
        history.identity_id,
        cast(null as {{ type_text() }}) as check_key,
        history.subject,
        history.title_zh,
        history.title_en,
        history.severity,
        history.detail_zh,
        history.detail_en,
        history.caused_by_finding_id,
        history.culprit_figure_id,
        history.suggested_value,
        history.slip,
        history.confidence,
        history.alternatives,
        'fixed' as state,
        history.first_seen,
        history.last_seen
    from history
    left join findings on history.finding_id = findings.finding_id
    where findings.finding_id is null
),

everything as (
    select * from tonight
    union all
    select * from gone
)

select
    everything.finding_id,
    everything.document_id,
    everything.finding_kind,
    everything.identity_id,
    everything.check_key,
    everything.subject,
    everything.title_zh,
    everything.title_en,
    everything.severity,
    everything.detail_zh,
    everything.detail_en,
    everything.caused_by_finding_id,
    everything.culprit_figure_id,
    everything.suggested_value,
    everything.slip,
    everything.confidence,
    everything.alternatives,
    case
        when everything.state <> 'fixed'
            and dispositions.decision = 'waived'
            and (dispositions.expires_on is null or dispositions.expires_on >= runs.run_date)
            then 'waived'
        else everything.state
    end as state,
    everything.first_seen,
    everything.last_seen,
    dispositions.decision as disposition,
    dispositions.reason as disposition_reason,
    dispositions.who as disposition_by,
    dispositions.decided_on as disposition_on,
    dispositions.expires_on as disposition_expires_on
from everything
cross join runs
left join dispositions on everything.finding_id = dispositions.finding_id
