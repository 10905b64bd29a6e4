"""What the rule books ask of a station clause by clause, and how a station stands to it."""
