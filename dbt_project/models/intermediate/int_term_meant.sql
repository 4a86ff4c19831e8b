{{ identity_terms(ref('int_figure_meant'), ref('int_displaced_meant')) }}
