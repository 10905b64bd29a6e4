"""The window in the staff's words; the only test code that knows its widgets."""
