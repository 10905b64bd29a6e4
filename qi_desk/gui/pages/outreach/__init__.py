"""企业走访 on the screen."""
