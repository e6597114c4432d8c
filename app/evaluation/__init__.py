"""Judging what models find against what people have said."""
