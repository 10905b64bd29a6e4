"""档案管理 on the screen."""
