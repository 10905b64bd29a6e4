"""均衡与共性: whom work went to, what several enterprises need alike, when people come."""
