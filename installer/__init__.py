"""Makes installers of the desk: what is frozen, what is left out, and how each system packs it."""
