"""What stands between this desk and its district."""
