"""How work is shared out, what several enterprises need alike, and when people come."""
