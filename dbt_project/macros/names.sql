{# The code a printed name stands for among the children of a parent: the same text first, else the one name that
   differs by a single character (a slip of the pen or of the reader); never a choice between two. #}
{% macro code_of_name(wanted, names, level) -%}
  select
      parent_code,
      bare_name,
      min(code) as code,
      min(case when distance = 1 then 'near' else basis end) as basis
  from (
      select
          candidates.*,
          min(candidates.distance) over (partition by candidates.parent_code, candidates.bare_name) as nearest
      from (
          select
              wanted.parent_code,
              wanted.bare_name,
              names.code,
              names.basis,
              case when names.bare_name = wanted.bare_name then 0 else 1 end as distance
          from {{ wanted }} as wanted
          inner join {{ names }} as names
              on names.level = '{{ level }}'
              and coalesce(wanted.parent_code, '') = names.scope_code
              and (
                  names.bare_name = wanted.bare_name
                  or (
                      length(wanted.bare_name) >= 4
                      and abs(length(wanted.bare_name) - length(names.bare_name)) <= 1
                      and levenshtein(names.bare_name, wanted.bare_name) = 1
                  )
              )
      ) as candidates
  ) as measured
  where distance = nearest
  group by parent_code, bare_name
  having count(distinct code) = 1
{%- endmacro %}

{# Functional codes begin with 2, economic codes with 3. #}
{% macro classification_of(code) -%}
  case when {{ code }} like '3%' then 'economic' else 'function' end
{%- endmacro %}
