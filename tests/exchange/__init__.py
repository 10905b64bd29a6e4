"""Tables read with distrust and written as plain text, on real files."""
