{{ displaced_rows(ref('int_figure_meant')) }}
