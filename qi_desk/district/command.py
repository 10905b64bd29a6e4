"""The command `qi-district`: its grammar, and what is done day by day; `upkeep` has what is done with the whole."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from qi_desk import __version__, wording
from qi_desk.district import certificates, configuration, office, upkeep
from qi_desk.domain.errors import Expected, Invalid, StoreError
from qi_desk.sync.protocol import trust

OK, FAILED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command: 0 if done, 1 if the world said no, with the reason on stderr."""
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], Any] = options.run
    try:
        _settle(options)
        answer = command(options)
    except Invalid as error:
        sys.stderr.write("".join(f"{wording.problem(one)}\n" for one in error.problems))
        return FAILED
    except Expected as error:
        sys.stderr.write(f"{wording.sentence(error)}\n")
        return FAILED
    except OperationalError as error:
        refused = StoreError("district.database", said=" ".join(str(error.orig).split())[:400])
        sys.stderr.write(f"{wording.sentence(refused)}\n")
        return FAILED
    if answer is not None:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
        return OK if not isinstance(answer, dict) or answer.get("ok", True) else FAILED
    return OK


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(prog="qi-district", description=__doc__)
    top.add_argument("--version", action="version", version=f"qi-district {__version__}")
    top.add_argument("--config", type=Path, metavar="FILE", help=f"instead of {configuration.PLACE}")
    top.add_argument("--data", type=Path, metavar="DIR", help="the district's folder, whatever the configuration says")
    top.add_argument("--database", metavar="URL", help="a PostgreSQL; without it a file in the folder")
    verbs = top.add_subparsers(title="commands", required=True)
    upkeep.add_commands(verbs)
    _add_daily(verbs)
    return top


def _add_daily(verbs: upkeep.Verbs) -> None:
    code = verbs.add_parser("code", help="a one-time code for one desk of a station")
    code.add_argument("station")
    code.set_defaults(run=_code)
    devices = verbs.add_parser("devices", help="who is enrolled, and when last heard")
    devices.add_argument("--revoke", metavar="ID", default="")
    devices.add_argument("--lost", action="store_true", help="with --revoke: it lets nobody in any more when heard")
    devices.set_defaults(run=_devices)
    keys = verbs.add_parser("slip-keys", help="the keys desks sign papers with")
    keys.add_argument("--revoke", metavar="KEY", default="", help="papers signed with it from now on are not genuine")
    keys.set_defaults(run=_slip_keys)
    publish = verbs.add_parser("publish", help="a file of reference data for all stations")
    publish.add_argument("name", metavar="NAME", help="as in resources/: holidays/2027.toml")
    publish.add_argument("file", type=Path, nargs="?", metavar="FILE", help="without it: withdraw")
    publish.set_defaults(run=_publish)
    update = verbs.add_parser("publish-update", help="a signed release of the program for all desks")
    update.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="without it: what is handed out now")
    update.add_argument("--withdraw", action="store_true", help="hand nothing out any more")
    update.set_defaults(run=_publish_update)
    viewer = verbs.add_parser("viewer", help="who may look at the page in the browser")
    viewer.add_argument("name")
    viewer.add_argument("--remove", action="store_true")
    viewer.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    viewer.set_defaults(run=_viewer)
    courier = verbs.add_parser("courier", help="the removable disk: parcels of desks, parcels for them")
    deeds = courier.add_subparsers(title="commands", metavar="COMMAND", required=True)
    taken = deeds.add_parser("import", help="take a desk's parcel in")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--reply", type=Path, metavar="DIR", help="then pack for that desk into a folder")
    taken.set_defaults(run=_courier_import)
    packed = deeds.add_parser("export", help="pack for a desk what it has not read")
    packed.add_argument("device", metavar="ID")
    packed.add_argument("folder", type=Path, metavar="DIR")
    packed.set_defaults(run=_courier_export)


def _settle(options: argparse.Namespace) -> None:
    """What the command line leaves open the configuration says. A folder that is named is not mixed with the
    configuration's database, nor the other way round."""
    options.given = configuration.read(options.config)
    named = options.data is not None or options.database is not None
    options.data = options.data or Path(configuration.Configuration().data if named else options.given.data)
    options.database = options.database or ("" if named else options.given.database)


def _open(options: argparse.Namespace) -> closing[office.Office]:
    return closing(office.opened(options.data, options.database))


def _code(options: argparse.Namespace) -> dict[str, str]:
    with _open(options) as one:
        code = one.devices.new_code(options.station)
    authority = upkeep.authority(options)
    if authority:
        # With these letters the desk knows the right server before it sends anything.
        code = trust.written(trust.read(code)[0] + trust.mark_of(certificates.der_of(authority)))
    address = {"address": options.given.address} if options.given.address else {}
    return {"station": options.station, "code": code, **address}


def _devices(options: argparse.Namespace) -> list[dict[str, str]]:
    with _open(options) as one:
        if options.revoke:
            one.devices.revoke(options.revoke, lost=options.lost)
            one.slip_keys.hand_out()
        every = one.devices.every()
    return [
        {
            "id": device.id,
            "station": device.station,
            "desk": device.letter,
            "name": device.name,
            "enrolled": device.enrolled_at,
            "heard": device.heard_at,
            "revoked": device.revoked_at,
        }
        for device in every
    ]


def _slip_keys(options: argparse.Namespace) -> list[dict[str, Any]]:
    with _open(options) as one:
        if options.revoke:
            one.slip_keys.revoke(options.revoke)
        every = one.slip_keys.every()
    names = ("key_id", "station", "desk", "valid_from", "valid_until", "revoked_at")
    return [{name: key.values.get(name) or "" for name in names} for key in every]


def _publish(options: argparse.Namespace) -> dict[str, Any]:
    from qi_desk.district import publishing

    with _open(options) as one:
        return {"name": options.name, "edition": publishing.publish(one, options.name, options.file)}


def _publish_update(options: argparse.Namespace) -> dict[str, Any]:
    with _open(options) as one:
        if options.withdraw:
            one.releases.withdraw()
        manifest = one.releases.publish(options.folder) if options.folder is not None else one.releases.manifest()
    if manifest is None:
        return {"version": ""}
    packages = [f"{package.platform} {package.way} {package.file}" for package in manifest.packages]
    until = manifest.expires.isoformat()
    return {"version": manifest.version, "counter": manifest.counter, "expires": until, "packages": packages}


def _viewer(options: argparse.Namespace) -> dict[str, str]:
    with _open(options) as one:
        if options.remove:
            one.viewers.remove(options.name)
            return {"removed": options.name}
        password = sys.stdin.readline().rstrip("\r\n") if options.password_stdin else getpass.getpass("Password: ")
        one.viewers.add(options.name, password)
    return {"added": options.name}


def _courier_import(options: argparse.Namespace) -> dict[str, Any]:
    from qi_desk.district import courier

    with _open(options) as one:
        answer: dict[str, Any] = asdict(courier.take(one, options.file))
        if options.reply is not None:
            answer["reply"] = str(courier.pack(one, answer["device"], options.reply))
    return answer


def _courier_export(options: argparse.Namespace) -> dict[str, Any]:
    from qi_desk.district import courier

    with _open(options) as one:
        return {"file": str(courier.pack(one, options.device, options.folder))}


if __name__ == "__main__":
    sys.exit(main())
