{{ identity_terms(ref('int_figure_restored'), ref('int_displaced_restored')) }}
