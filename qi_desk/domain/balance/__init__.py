"""What even distribution, needs in common and full hours look like: pure rules over what was counted."""
