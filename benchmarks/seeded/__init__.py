"""The seeded-fault matrix: one printed figure changed at a time, and whether the street notices.

Reads documents; writes nothing. Grain: one variant per figure and fault.
"""
