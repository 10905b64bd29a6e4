"""The tables of the station file."""
