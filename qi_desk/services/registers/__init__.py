"""The registers of the rule books: each one declared, all of them kept by the same use cases."""
