"""Signed codes of papers: given out, verified, their keys."""
