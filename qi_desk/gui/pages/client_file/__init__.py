"""One enterprise, one file on the screen."""
