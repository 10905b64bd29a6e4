"""Real desks and a real district with a hostile line between them, and what must hold whatever happens."""
