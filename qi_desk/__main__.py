"""`python -m qi_desk` is the command `qi-desk`."""

from qi_desk.cli import command

command()
