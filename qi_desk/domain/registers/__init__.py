"""The registers that the rule books demand of a station: their records and rules."""
