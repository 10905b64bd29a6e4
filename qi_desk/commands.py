"""What the command line does: the same services, for administrators and scripts."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qi_desk import paths
from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Missing, Problem, WrongKey
from qi_desk.services.gate import NewStation

if TYPE_CHECKING:
    from qi_desk.door import Door
    from qi_desk.services.ports import Actor, House

PAPERS = {"receipt": "receipt.acceptance", "document-receipt": "receipt.document"}
"""KIND of `qi-desk print` to the kind of issued paper."""

FORMS = ("receipt_a4", "receipt_a5", "receipt_80mm")
"""The sheets a receipt is printed on."""


def open_window(options: argparse.Namespace) -> int:
    """Open the application on the station of this folder (or the wizard, where there is none)."""
    from qi_desk.app import run_window

    practice = bool(getattr(options, "practice", False))
    return run_window(_folder(options, practice=practice), practice=practice, parcel=_parcel(options))


def _parcel(options: argparse.Namespace) -> Path | None:
    """The file the window is to open, told to it as it is found from anywhere."""
    given: Path | None = getattr(options, "file", None)
    if given is None:
        return None
    if not given.is_file():
        raise Missing("file.missing", file=given.name)
    return given.resolve()


def init(options: argparse.Namespace) -> dict[str, Any]:
    """Make a station; the answer holds the recovery key, this once."""
    door = door_of(options)
    station = NewStation(
        code=options.station,
        name=options.name,
        letter=options.desk,
        window=options.desk.strip().upper(),
        manager_name=options.manager or options.name,
        password=asked_password(options, confirm=True),
    )
    warnings = [problem for problem in door.problems(station) if problem.warning]
    arrival, recovery = door.found(station)
    answer: dict[str, Any] = {
        "station": arrival.house.station_code,
        "name": options.name.strip(),
        "desk": arrival.house.desk,
        "manager": {"name": arrival.actor.name, "sign_in": arrival.actor.staff_no},
        "recovery_key": recovery,
        "folder": str(door.folder),
    }
    door.leave()
    if warnings:
        from qi_desk import wording

        answer["warnings"] = [wording.problem(problem) for problem in warnings]
    return answer


def make_practice(options: argparse.Namespace) -> dict[str, Any] | int:
    """Make the practice station if there is none; with --open, open its window."""
    door = door_of(options, practice=True)
    made = not door.exists
    if made:
        door.found_practice()
        door.leave()
    elif not door.practice:
        raise Invalid([Problem("data", "practice.real_station")], "practice.real_station")
    if options.open:
        from qi_desk.app import run_window

        return run_window(door.folder, practice=True)
    return {
        "folder": str(door.folder),
        "made": made,
        "sign_ins": [{"name": name, "password": password} for name, password in door.practice_sign_ins()],
    }


def check(options: argparse.Namespace) -> dict[str, Any]:
    """Look after everything the desk stands on; `ok` is false if something needs a person."""
    from qi_desk.checkup import look_after

    door = door_of(options)
    _password_and_enter(options, door)
    try:
        findings = look_after(door)
    finally:
        door.leave()
    lines = [f"{'OK ' if one.ok else '!! '} {one.name}: {one.text}" for one in findings]
    return {
        "ok": all(one.ok for one in findings),
        "findings": [{"name": one.name, "ok": one.ok, "text": one.text} for one in findings],
    } | ({} if options.json else {"lines": lines})


def backup(options: argparse.Namespace) -> dict[str, Any]:
    """Make a copy of the station now, in the folder named or where its copies go, and prove it."""
    from qi_desk.services import backups, station_settings

    with entered(options) as (house, actor):
        if options.to is not None:
            folder = str(options.to.expanduser().resolve())
            station_settings.change_desk_setting(house, actor, backups.FOLDER, folder)
        made = backups.make(house, actor).value
        answer: dict[str, Any] = {"name": made.backup.name, "folder": made.place, "bytes": made.backup.size}
        if options.try_out:
            answer["tried"] = backups.try_out(house, actor, made.backup.name).value.records
    return answer


def request_add(options: argparse.Namespace) -> dict[str, Any]:
    """Register (and accept) the intake in a JSON file."""
    from qi_desk.services import intake, intake_input

    document = _json_file(options.file)
    taken = intake_input.from_json(document)
    with entered(options) as (house, actor):
        verb = intake.register if options.register_only else intake.register_and_accept
        value = verb(house, actor, taken).value
        return {
            "number": value.number,
            "state": value.state,
            "due": moments.to_text(value.reply_due),
            "id": value.eid,
        }


def request_show(options: argparse.Namespace) -> dict[str, Any]:
    """One request, masked as on the screen."""
    from qi_desk.services import request_views

    with entered(options) as (house, actor):
        view = request_views.show(house, actor, options.number)
    return {
        "number": view.row.number,
        "state": view.row.state,
        "due": moments.to_text(view.row.reply_due),
        "client": view.row.client_name,
        "credit_code": view.credit_code,
        "contact": view.row.contact,
        "phone": view.contact_phone,
        "channel": view.channel,
        "items": [item.item for item in view.items],
        "urgency": view.row.urgency,
        "description": view.description,
        "registered_at": moments.to_text(view.row.registered_at),
        "first_contact": view.row.first_contact,
        "papers": [{"kind": paper.kind, "number": paper.number} for paper in view.papers],
    }


def print_paper(options: argparse.Namespace) -> dict[str, Any]:
    """Make a paper of a request and write it to a file."""
    from qi_desk.documents.inline import InlinePapers
    from qi_desk.services import paperwork
    from qi_desk.services.prints import handing

    with entered(options) as (house, actor):
        order = paperwork.receipt(house, actor, options.number, kind=PAPERS[options.kind], form=options.form)
        paper = InlinePapers().make(order.form, order.view)

        def save(pdf: bytes, _number: str) -> str:
            _write(options.out, pdf)
            return str(options.out.name)

        handing.save_to_file(house, actor, order, paper, save)
    return {"file": str(options.out), "pages": paper.pages, "number": order.number, "bytes": len(paper.pdf)}


def find(options: argparse.Namespace) -> dict[str, Any]:
    """What the search box finds."""
    from qi_desk.services import searching

    with entered(options) as (house, actor):
        hits = searching.find(house, actor, options.text)
    results = [{"kind": hit.kind, "id": hit.eid, "number": hit.number, "title": hit.title} for hit in hits]
    lines = [f"{one['kind']}  {one['number'] or '-'}  {one['title']}" for one in results]
    return {"results": results} | ({} if options.json else {"lines": lines or ["-"]})


def screenshot(options: argparse.Namespace) -> dict[str, Any]:
    """Render a page of the practice station headless."""
    from qi_desk.app import take_screenshot

    width, _, height = options.size.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise Invalid([Problem("size", "not_a_number")])
    size = (int(width), int(height))
    take_screenshot(options.data, options.page, options.out, options.theme, options.text, size)
    return {"file": str(options.out), "page": options.page}


def _folder(options: argparse.Namespace, *, practice: bool = False) -> Path:
    if options.data is not None:
        return Path(options.data).expanduser().resolve()
    return paths.practice_dir() if practice else paths.default_station_dir()


def door_of(options: argparse.Namespace, *, practice: bool = False) -> Door:
    """The door of the folder named, or of the usual one."""
    from qi_desk.door import Door

    return Door(_folder(options, practice=practice))


@contextmanager
def entered(options: argparse.Namespace) -> Iterator[tuple[House, Actor]]:
    """The station of this folder, signed in as the user named; signed out when left."""
    door = door_of(options)
    _password_and_enter(options, door)
    try:
        yield door.session.house, door.session.actor
    finally:
        door.leave()


def _password_and_enter(options: argparse.Namespace, door: Door) -> None:
    if not door.exists:
        raise Missing("store.no_station", folder=str(door.folder))
    account = _account(options, door)
    given = dict(door.practice_sign_ins())
    signs = {one.account: one.sign_in for one in door.entrants()}
    password = given.get(signs[account], "") if not options.password_stdin else ""
    door.enter(account, password or asked_password(options))


def _account(options: argparse.Namespace, door: Door) -> str:
    """The account named by --user (sign-in name or name shown); the station's first, its manager, by default."""
    entrants = door.entrants()
    if not options.user:
        return entrants[0].account
    for one in entrants:
        if options.user in (one.sign_in, one.name, one.account):
            return one.account
    raise WrongKey("key.account")


def asked_password(options: argparse.Namespace, *, confirm: bool = False) -> str:
    """The password, typed (twice with `confirm`) or from standard input. Raises Invalid where nobody can type."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Invalid([Problem("password", "password.needed")], "password.needed")
    typed = getpass.getpass("Password: ")
    if confirm and getpass.getpass("Again: ") != typed:
        raise Invalid([Problem("password", "password.differs")])
    return typed


def _json_file(name: str) -> Any:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Missing("file.missing", file=Path(name).name) from error
    if len(data) > _LARGEST_FILE:
        raise Invalid([Problem("", "file.too_large")], "file.too_large")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise Invalid([Problem("", "file.not_json")], "file.not_json") from error


_LARGEST_FILE = 1_000_000


def _write(file: Path, data: bytes) -> None:
    from qi_desk.durable_files import file_errors

    with file_errors():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
