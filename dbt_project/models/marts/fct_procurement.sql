{{ figures_about("subject = 'procurement' or subject like 'procurement:%'") }}
