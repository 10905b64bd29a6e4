"""The customer's screen: a window of its own on the other monitor, or one turn of the only one."""
