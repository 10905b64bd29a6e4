"""The editor for taking minutes live."""
