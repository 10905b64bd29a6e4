"""The tools of the house."""
