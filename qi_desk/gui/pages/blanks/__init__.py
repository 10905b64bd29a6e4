"""Numbered blank forms for power cuts, entering them later, and the ledger of numbers."""
