"""From what somebody says to who can help, with the reason for every step."""
