"""登记簿 on the screen."""
