{{ identity_terms(ref('int_figure_printed'), ref('int_displaced_printed')) }}
