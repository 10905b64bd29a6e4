"""Publishing files of reference data to all stations: checked first, each a new edition, never over a station's own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from qi_desk import resource_files
from qi_desk.district.office import Office
from qi_desk.district.statements import Statements
from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.domain.indicators.checking import problems_of
from qi_desk.domain.indicators.subjects import measures_for
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.publications import MOST_CHARACTERS, may_be
from qi_desk.services.compliance import book
from qi_desk.services.compliance.probes import known as has_probe
from qi_desk.services.indicators.starters import FOLDER, read_starter


def publish(office: Office, name: str, file: Path | None) -> int:
    """Publish the text of `file` under a name of `resources/`, or without a file withdraw what was published; the
    edition. Raises Missing("file.missing"), Invalid: "publication.name", "publication.unreadable" for a file that
    would not work at a desk."""
    if not may_be(name):
        raise Invalid([Problem("name", "publication.name", {"name": name})], "publication.name")
    content = _checked(name, file) if file is not None else ""
    eid = keyed_id("publication", name)
    with office.engine.connect().execution_options(looking=True) as connection, connection.begin():
        known = Statements(connection).state(eid)
    edition = int(known.values.get("edition") or 0) + 1 if known else 1
    now = moments.to_text(datetime.now(moments.CHINA).replace(microsecond=0))
    values = {"name": name, "edition": edition, "content": content or None, "published_at": now}
    office.ledger.author("publication", eid, values)
    return edition


def _checked(name: str, file: Path) -> str:
    if not file.is_file():
        raise Missing("file.missing", file=file.name)
    try:
        text = file.read_text(encoding="utf-8")
        unreadable = len(text) > MOST_CHARACTERS or bool(resource_files.adopt({name: text}))
        if not unreadable:
            _read_whole(name)
    except (UnicodeDecodeError, resource_files.ResourceError) as error:
        raise _unreadable(str(error)) from error
    finally:
        resource_files.adopt({})
    if unreadable:
        raise _unreadable(file.name)
    return text


def _unreadable(why: str) -> Invalid:
    return Invalid([Problem("name", "publication.unreadable", {"why": why})], "publication.unreadable")


def _read_whole(name: str) -> None:
    """Read it as a desk would. Raises ResourceError."""
    folder, _, rest = name.partition("/")
    if folder == "codes":
        _hold_to_shipped(rest.removesuffix(".toml"))
    elif name == resource_files.SERVICES:
        resource_files.catalogue()
    elif name == resource_files.DEADLINES:
        resource_files.deadlines()
    elif name == resource_files.PHRASES:
        resource_files.phrase_book()
    elif folder == resource_files.COMPLIANCE:
        _hold_to_probes(rest.removesuffix(".toml"))
    elif folder == FOLDER:
        _hold_to_measures(rest.removesuffix(".toml"))
    else:
        resource_files.read(name)


def _hold_to_probes(name: str) -> None:
    """A rule book asks for nothing but what the closed list of probes can look for, and keeps the clauses on which
    stations have ruled."""
    given = book.source(name)
    strange = [clause.key for clause in given.clauses if not has_probe(clause)]
    resource_files.adopt({})
    shipped = {clause.key for one in book.sources() if one.key == name for clause in one.clauses}
    gone = shipped - {clause.key for clause in given.clauses}
    if strange or gone:
        raise resource_files.ResourceError(name, *strange, *sorted(gone))


def _hold_to_measures(name: str) -> None:
    """Rules for evaluation count nothing but measures of the closed list, and have no fault."""
    rules = read_starter(name).rules
    faults = [f"{fault.field} {fault.code}" for fault in problems_of(rules, measures_for(rules.subject))]
    if faults:
        raise resource_files.ResourceError(name, *faults)


def _hold_to_shipped(name: str) -> None:
    """A list may word its codes anew and add some; those in use stay, with the columns the program reads."""
    given = resource_files.code_list(name)
    resource_files.adopt({})
    shipped = resource_files.code_list(name) if resource_files.is_code_list(name) else given
    gone = set(shipped.ids) - set(given.ids)
    needed = set.intersection(*(set(row.extra) for row in shipped.codes)) if shipped.codes else set()
    bare = [row.id for row in given.codes if not needed <= set(row.extra)]
    if gone or bare:
        raise resource_files.ResourceError(name, ", ".join(sorted(gone)), ", ".join(bare))
