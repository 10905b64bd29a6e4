"""Numbered blank forms for hours without power, and what became of every number of a day."""
