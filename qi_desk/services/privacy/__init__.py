"""Personal data: why it is kept and for how long, what people ask about theirs, and what goes in time."""
