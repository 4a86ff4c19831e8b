with

checks as (
    select * from {{ ref('int_check') }}
    where {{ only_changed_documents() }}
),

identities as (select * from {{ ref('int_identity') }}),

names as (select * from {{ ref('int_line_name') }}),

funds as (select * from {{ ref('fund') }}),

titles as (select * from {{ ref('subject_title') }}),

described as (
    select
        checks.*,
        identities.family,
        identities.severity,
        identities.title_zh,
        identities.title_en,
        case
            when names.code is not null then names.code || ' ' || names.name
            else coalesce(titles.title_zh, checks.check_subject)
        end as line_name,
        funds.title_zh as fund_zh,
        {{ printed_number('lhs') }} as lhs_number,
        {{ printed_number('rhs') }} as rhs_number,
        {{ printed_number('lhs - rhs') }} as difference_number,
        {{ printed_number('slack') }} as slack_number,
        case when checks.operator = 'ratio' then '%' else '' end as sign
    from checks
    inner join identities on checks.identity_id = identities.identity_id
    left join names on checks.check_subject = names.subject
    left join titles on checks.check_subject = titles.subject
    left join funds on checks.check_fund = funds.fund
)

select
    {{ short_hash(['identity_id', 'document_id', 'check_key', 'reading']) }} as check_id,
    identity_id,
    document_id,
    family,
    severity,
    nullif(concat_ws(' · ', line_name, fund_zh), '') as subject,
    check_subject as subject_key,
    check_key,
    reading,
    lhs,
    rhs,
    cast(lhs - rhs as {{ type_amount() }}) as difference,
    slack,
    lhs_lower,
    lhs_upper,
    rhs_lower,
    rhs_upper,
    verdict,
    reason,
    title_zh || '：' || case
        when verdict = 'not_testable' then '无法检验，' || split_part(reason, ' / ', 1)
        else {{ explained('zh') }}
    end as explanation_zh,
    title_en || ': ' || case
        when verdict = 'not_testable' then 'not testable, ' || split_part(reason, ' / ', 2)
        else {{ explained('en') }}
    end as explanation_en
from described
