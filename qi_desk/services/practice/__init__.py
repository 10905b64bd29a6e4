"""How the invented records of a practice station are made. `practice_data` is the way in."""
