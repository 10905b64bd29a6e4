"""资源库 on the screen."""
