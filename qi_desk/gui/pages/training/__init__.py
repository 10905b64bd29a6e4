"""演练台: simulated visitors to learn with, at the practice station alone."""
