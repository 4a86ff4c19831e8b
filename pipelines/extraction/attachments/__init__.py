"""Everything printed outside the narrative and the statutory tables: performance reports and tables, chart data."""
