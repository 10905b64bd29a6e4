"""Replacing the program by a newer one: what was downloaded, unpacking, changing over, going back."""
