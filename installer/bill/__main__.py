"""`python -m installer.bill`: prints the table of docs/third-party.md."""

from __future__ import annotations

import sys

from installer.bill import licences, notices, pins

HEAD = """# What others made

All that is shipped with qi-desk and qi-district on any machine, by the locks of `requirements/` and the table
`installer/bill/licences.toml`. Nothing here is under the GPL; what is under the LGPL is linked dynamically, a library
in a file of its own. Where a work may be had under several licences, the one named is made use of. The texts of the
licences travel with every installation. Made by `python -m installer.bill > docs/third-party.md`.

"""


def page() -> str:
    """The page. Raises NotAllowed for what may not be shipped."""
    run, every = (pins.read(pins.REQUIREMENTS / name) for name in ("run.lock", "test.lock"))
    held = {pin for machine in pins.MACHINES for pin in pins.shipped(run, frozenset({"app.in"}), machine)}
    held |= set(pins.shipped(every, frozenset({"app.in", "district.in"}), pins.LINUX))
    # The same pin in both locks may be asked for by others.
    parts = {licences.of_pin(pin) for pin in held} | set(licences.carried())
    licences.check(parts)
    return HEAD + notices.table(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
