"""Evaluation by indicators: rule sets as data, evaluations of a span, of staff, of institutions and experts."""
