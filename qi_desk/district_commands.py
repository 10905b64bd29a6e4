"""The desk's commands that speak to the district."""

from __future__ import annotations

import argparse
import platform
from typing import Any

from qi_desk.commands import entered
from qi_desk.domain.errors import Expected
from qi_desk.security import signing
from qi_desk.services import syncing
from qi_desk.sync import line as lines


def enrol(options: argparse.Namespace) -> dict[str, Any]:
    """Enrol this desk by a one-time code; its private key never leaves the encrypted file."""
    with entered(options) as (house, actor):
        private = signing.new_key()
        name = f"{house.desk} {platform.node()}"
        try:
            given = lines.enrol(options.url, options.code, name, signing.public_of(private), private)
        except OSError as error:
            raise Expected("sync.no_line") from error
        syncing.enrol(house, actor, given)
        return {"device": given.device, "station": given.station, "district": given.url}


def sync(options: argparse.Namespace) -> dict[str, Any]:
    """One whole exchange; `ok` is false where the line was cut, and nothing is lost then."""
    with entered(options) as (house, actor):
        line = house.lines(syncing.enrolment(house, actor))
        try:
            done = syncing.once(house, actor, line).value
        except OSError as error:
            raise Expected("sync.no_line") from error
        return {
            "ok": True,
            "sent": done.sent,
            "taken": done.taken,
            "held": done.held,
            "waiting": done.waiting,
            "bookings": dict(done.verdicts),
        }
