"""The settings page: this desk, the station, its people."""
