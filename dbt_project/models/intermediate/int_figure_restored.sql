{{ figures_in_place(ref('int_figure_placed_restored')) }}
