"""A province that does not exist: its departments' disclosures over the years, as extracted tables, and the truth."""
