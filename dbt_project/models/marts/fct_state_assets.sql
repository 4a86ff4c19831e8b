{{ figures_about("subject like 'state_assets:%'") }}
