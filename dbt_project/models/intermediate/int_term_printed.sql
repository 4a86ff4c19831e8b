select * from (
    {{ identity_terms(ref('int_figure_printed'), ref('int_displaced_printed')) }}
) as related_by_catalogue
union all
select * from (
    {{ part_terms(ref('int_figure_printed')) }}
) as related_by_sentence
