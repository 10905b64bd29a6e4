"""What the operator does with a district as a whole: makes it, runs it, brings it up, backs it up, puts it back."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qi_desk import wording
from qi_desk.district import backups, certificates, in_use, office, schema

if TYPE_CHECKING:
    from qi_desk.district.serving import Listening

    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # has no public name

_OLD_BACKUP = timedelta(hours=50)
"""Two nights without one."""


def add_commands(verbs: Verbs) -> None:
    """Add the grammar of these commands."""
    verbs.add_parser("init", help="make a district").set_defaults(run=_init)
    serve = verbs.add_parser("serve", help="run it; makes one where there is none")
    serve.add_argument("--host", metavar="ADDRESS", help="where to listen (default: this computer only)")
    serve.add_argument("--port", type=int)
    serve.add_argument("--tls-cert", type=Path, metavar="FILE", help="an official certificate with its chain")
    serve.add_argument("--tls-key", type=Path, metavar="FILE", help="its key, if not in the same file")
    serve.set_defaults(run=_serve)
    certificate = verbs.add_parser("certificate", help="make or renew a certificate of the district's own")
    certificate.add_argument("names", nargs="*", metavar="NAME", help="host names and addresses desks reach it by")
    certificate.add_argument("--days", type=int, default=certificates.DAYS)
    certificate.set_defaults(run=_certificate)
    upgrade = verbs.add_parser("upgrade", help="back up, then bring the store to this program's schema")
    upgrade.set_defaults(run=_upgrade)
    backup = verbs.add_parser("backup", help="back everything up; may run while it serves")
    backup.add_argument("--to", type=Path, metavar="DIR", help="(default: the configuration's backups)")
    backup.add_argument("--keep", type=int, metavar="N", help="the last N stay")
    backup.set_defaults(run=_backup)
    restore = verbs.add_parser("restore", help="put a backup in the place of what is there")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(run=_restore)
    check = verbs.add_parser("check", help="whether the store is well")
    check.add_argument("--after-restore", action="store_true", help="go on with a machine's snapshot that was put back")
    check.set_defaults(run=_check)


def _init(options: argparse.Namespace) -> dict[str, Any]:
    with closing(office.found(options.data, options.database)) as one:
        return {"epoch": one.ledger.epoch(), "schema": schema.SCHEMA}


def listening(options: argparse.Namespace) -> Listening:
    """Where to listen and with which certificate: told by the command, by the configuration, or the district's own."""
    from qi_desk.district.serving import Listening

    said: dict[str, Any] = vars(options)
    given = options.given
    own = options.data / certificates.FOLDER / certificates.SERVER
    official = said.get("tls_cert") or (Path(given.tls_cert) if given.tls_cert else None)
    key = said.get("tls_key") or (Path(given.tls_key) if given.tls_key and official else None)
    certificate = official or (own if own.exists() else None)
    return Listening(said.get("host") or given.host, said.get("port") or given.port, certificate, key)


def authority(options: argparse.Namespace) -> bytes:
    """The authority (PEM) desks have to be told of; empty with an official certificate."""
    from qi_desk.district.serving import own_of

    return own_of(options.data, listening(options))


def _serve(options: argparse.Namespace) -> None:
    from qi_desk.district import serving

    if not (options.database or (options.data / office.FILE).exists()):
        _init(options)
    with closing(office.opened(options.data, options.database)) as one, in_use.serving(options.data):
        serving.serve(one, options.data, listening(options))


def _certificate(options: argparse.Namespace) -> dict[str, Any]:
    made = certificates.make(options.data, options.names, options.days)
    return _told(made) | {"authority": str(options.data / certificates.FOLDER / certificates.AUTHORITY)}


def _told(standing: certificates.Standing) -> dict[str, Any]:
    days = standing.days_left(datetime.now(UTC))
    until = standing.until.isoformat(timespec="seconds")
    return {"file": str(standing.file), "names": list(standing.names), "until": until, "days_left": days}


def _upgrade(options: argparse.Namespace) -> dict[str, Any]:
    steps, backup = backups.bring_up(options.data, options.database)
    if backup is not None:
        back = f"qi-district restore {backup}"
        sys.stderr.write(f"To go back: install the program of before, then  {back}\n")
    return {"schema": schema.SCHEMA, "steps": list(steps), "backup": str(backup) if backup else ""}


def _backup(options: argparse.Namespace) -> dict[str, Any]:
    target = options.to or Path(options.given.backups or options.data / "backups")
    keep = options.keep if options.keep is not None else options.given.keep
    with closing(office.opened(options.data, options.database)) as one:
        made = backups.make(one, options.data, target, keep)
    return {
        "file": str(made.file),
        "bytes": made.bytes,
        "operations": made.operations,
        "attachments_copied": made.attachments,
        "removed": made.removed,
    }


def _restore(options: argparse.Namespace) -> dict[str, Any]:
    found = backups.restore(options.data, options.database, options.file)
    if found.schema < schema.SCHEMA:
        sys.stderr.write("It is of an older schema; now run:  qi-district upgrade\n")
    return {"made": found.at, "by": found.program, "schema": found.schema, "operations": found.operations}


def _check(options: argparse.Namespace) -> dict[str, Any]:
    if options.after_restore:
        office.go_on_after_restore(options.data, options.database)
    with closing(office.opened(options.data, options.database)) as one:
        last = backups.last_made(one)
        answer = {"ok": True, "epoch": one.ledger.epoch(), "schema": schema.SCHEMA, **one.counts()}
    now, certificate = datetime.now(UTC), listening(options).certificate
    warnings = []
    if not last or now - datetime.fromisoformat(last) > _OLD_BACKUP:
        warnings.append(wording.label("district_warning.backup"))
    if certificate is not None:
        standing = certificates.standing(certificate)
        answer["certificate"] = _told(standing)
        if standing.days_left(now) < certificates.DUE_DAYS:
            warnings.append(wording.label("district_warning.certificate"))
    return answer | {"last_backup": last, "warnings": warnings}
