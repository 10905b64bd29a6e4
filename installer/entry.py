"""The one executable of the frozen program: the window, the command line and the paper process."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping

_PATH = "LD_LIBRARY_PATH"


def main(arguments: list[str]) -> int:
    """Be the paper process if the desk started us as that, else the command `qi-desk`."""
    restore_search_path(os.environ)
    from qi_desk.documents.client import WORKER_ARGUMENT

    if arguments[1:2] == [WORKER_ARGUMENT]:
        from qi_desk.documents import worker

        worker.serve(sys.stdin.buffer, sys.stdout.buffer)
        return 0
    from qi_desk.cli import main as command

    return command(arguments[1:])


def restore_search_path(environment: MutableMapping[str, str]) -> None:
    """Give the programs we start (lp, the mail program) the library path of the person's session: PyInstaller's starter
    puts our own folder there for itself, and `lp` would take our libraries for the system's."""
    if (original := environment.pop(f"{_PATH}_ORIG", None)) is not None:
        environment[_PATH] = original
    elif getattr(sys, "frozen", False):
        environment.pop(_PATH, None)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
