"""Meetings: planned, recorded live, put into minutes, and what they decided seen through to the end."""
