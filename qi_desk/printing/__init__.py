"""Handing a PDF to the operating system and knowing what became of it."""
