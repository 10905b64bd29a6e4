"""条款对照 on the screen."""
