{{ figures_about("subject = 'operating_expense'") }}
