{{ figures_about("subject = 'three_public' or subject like 'three_public:%'") }}
