"""Matching offers with candidates: three legs, their fusion, and the reasons behind each hit (DESIGN §7)."""
