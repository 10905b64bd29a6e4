"""Tables that come from and go to other programs: xlsx and CSV, read with distrust and written as plain text."""
