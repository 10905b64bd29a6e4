"""The district server as a package for Debian."""
