"""Recognises statutory tables in grids and reads their cells, whatever province or year printed them."""
