"""The local encrypted store: the only SQLAlchemy of the desk."""
