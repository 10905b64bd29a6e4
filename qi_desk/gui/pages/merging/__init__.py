"""Twins held side by side and made one."""
