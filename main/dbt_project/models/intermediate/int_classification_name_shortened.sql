{{ config(materialized='table') }}

-- The names, each with every text it becomes when one character is left out: what a misprinted name is looked up in.
{{ texts_less_a_character('names.classification, names.level, names.scope_code, names.code, names.basis', ref('int_classification_name'), 'names') }}
