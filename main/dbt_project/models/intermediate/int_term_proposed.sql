{{ identity_terms(ref('int_figure_proposed')) }}
