"""How cost grows with the corpus: from a hundred disclosures to ten thousand, stage by stage."""
