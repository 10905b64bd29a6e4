"""The desk's commands that speak to the district."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from qi_desk.commands import asked_password, door_of, entered
from qi_desk.domain.errors import Expected, NotAllowed
from qi_desk.services import courier, syncing


def enrol(options: argparse.Namespace) -> dict[str, Any]:
    """Enrol this desk by a one-time code; its private key never leaves the encrypted file."""
    with entered(options) as (house, actor):
        syncing.enrol(house, actor, options.url, options.code)
        given = syncing.enrolment(house, actor)
        return {"device": given.device, "station": given.station, "district": given.url}


def join(options: argparse.Namespace) -> dict[str, Any]:
    """Make this PC one more desk of a station; the answer holds the recovery key, this once."""
    door = door_of(options)
    invitation = door.invited(options.url, options.code)
    person = next((one for one in invitation.people if one.staff_no == options.person), None)
    if person is None:
        raise NotAllowed("join.person", known="、".join(one.staff_no for one in invitation.people))
    arrival, recovery = door.join(invitation, person.account, asked_password(options, confirm=True), options.window)
    answer = {
        "station": arrival.house.station_code,
        "name": invitation.station_name,
        "desk": arrival.house.desk,
        "manager": {"name": arrival.actor.name, "sign_in": arrival.actor.staff_no},
        "recovery_key": recovery,
        "folder": str(door.folder),
    }
    door.leave()
    return answer


def courier_export(options: argparse.Namespace) -> dict[str, Any]:
    """Pack what the district has not received into a folder."""
    with entered(options) as (house, actor):
        done = courier.export(house, actor, str(options.folder)).value
        return {"file": done.file, "operations": done.operations}


def courier_import(options: argparse.Namespace) -> dict[str, Any]:
    """Take in what the district packed for this desk."""
    with entered(options) as (house, actor):
        return asdict(courier.take(house, actor, str(options.file)).value)


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
