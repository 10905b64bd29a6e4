"""需求办理 on the screen."""
