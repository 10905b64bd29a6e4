"""Charts made for reading: what is to be shown, and the one drawing of it that paper and screen both carry out."""
