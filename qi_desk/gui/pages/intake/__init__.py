"""Taking a request in."""
