"""Printing: what papers there are, where each is printed, what was printed and whose hand it reached."""
