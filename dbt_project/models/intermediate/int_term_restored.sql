select * from (
    {{ identity_terms(ref('int_figure_restored'), ref('int_displaced_restored')) }}
) as related_by_catalogue
union all
select * from (
    {{ part_terms(ref('int_figure_restored')) }}
) as related_by_sentence
