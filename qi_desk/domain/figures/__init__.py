"""Figures of a station: periods, the closed list of measures, and how records become a figure."""
