"""qi-desk: the desk of a quality-infrastructure service station, and qi-district, the server its desks meet at."""

__version__ = "0.1.0"
