"""The manual of the program: chapters under `resources/help`, and finding in them. No Qt: window and paper share it."""
