"""会议: planned, recorded live, put into minutes, seen through."""
