"""Whole journeys through the real window, by keyboard."""
