"""Shared equipment: who may have what when, its use, its breaches, its papers."""
