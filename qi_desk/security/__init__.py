"""Keys, passwords and tamper evidence."""
