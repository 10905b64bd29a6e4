"""Use cases, one verb per function. No Qt, no SQL, no Chinese."""
