"""Meetings (F21, F22, C7): what is kept of them, and the pure rules of taking minutes."""
