"""The practice station: invented people, clients and matters, entered as a colleague would have."""
