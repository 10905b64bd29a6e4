"""Replacing the program."""
