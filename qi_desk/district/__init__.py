"""The district: the server that the desks of a district send to and fetch from."""
