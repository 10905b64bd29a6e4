"""What a process does to its files, written down; the states a power cut may leave of them."""
