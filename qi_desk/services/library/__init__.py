"""The resource library: who is in it, how one is admitted, judged and let go."""
