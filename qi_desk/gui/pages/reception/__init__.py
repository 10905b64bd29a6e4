"""The hall: the board and entering a visitor."""
