select * from (
    {{ identity_terms(ref('int_figure_meant'), ref('int_displaced_meant')) }}
) as related_by_catalogue
union all
select * from (
    {{ part_terms(ref('int_figure_meant')) }}
) as related_by_sentence
