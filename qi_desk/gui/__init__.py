"""The only Qt."""
