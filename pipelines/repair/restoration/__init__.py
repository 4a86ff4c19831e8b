"""Damaged statutory tables restored with proof: which printed cell is which figure, where the identities decide it."""
