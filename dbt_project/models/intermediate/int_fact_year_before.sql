-- What the disclosure of the year before states of a quantity, under the document that is held against it: one figure
-- speaks for all places that state it, unless they contradict one another. Grain: document, reading, quantity.
with

pairs as (
    select document_id, previous_document_id, previous_fiscal_year
    from {{ ref('int_predecessor') }}
    where previous_document_id is not null and {{ only_changed_documents() }}
),

facts as (
    select
        pairs.document_id,
        pairs.previous_fiscal_year,
        facts.reading,
        -- The grand total of both sides is one quantity.
        case when facts.flow in ('grand_total_in', 'grand_total_out') then 'grand_total' else facts.flow end as flow,
        facts.nature,
        facts.fund,
        facts.subject,
        facts.figure_id,
        facts.agreement,
        figures.lower_bound,
        figures.upper_bound
    from pairs
    inner join {{ ref('int_fact') }} as facts on pairs.previous_document_id = facts.document_id
    inner join {{ ref('int_figure') }} as figures
        on facts.document_id = figures.document_id
        and facts.figure_id = figures.figure_id
        and facts.reading = figures.reading
)

select
    document_id,
    previous_fiscal_year,
    reading,
    flow,
    nature,
    fund,
    subject,
    min(figure_id) as figure_id,
    max(case when agreement = 'conflict' then 1 else 0 end) = 1 or max(lower_bound) > min(upper_bound) as is_in_conflict
from facts
group by document_id, previous_fiscal_year, reading, flow, nature, fund, subject
