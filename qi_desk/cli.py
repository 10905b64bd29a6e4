"""The command `qi-desk`: opens the window, or does one thing for an administrator or a script."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qi_desk import __version__
from qi_desk.domain.errors import Expected, Invalid

if TYPE_CHECKING:
    _Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # has no public name

OK, FAILED, USAGE = 0, 1, 2

PARCEL = ".qicourier"
"""How the name of a courier's parcel ends."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns 0 if done, 1 if the world said no (the reason on stderr, or in the JSON), 2 for a
    call that is not understood."""
    _speak_utf8()
    # Not set_defaults: the options are shared by all subcommands, whose defaults it would change too.
    given = argparse.Namespace(data=None, json=False, user="", password_stdin=False)
    try:
        options = parser().parse_args(_opening(sys.argv[1:] if arguments is None else arguments), given)
    except SystemExit:
        # The version, help, or a call that is not understood: a program that says so works.
        _came_up()
        raise
    command: Callable[[argparse.Namespace], Any] = options.run
    try:
        answer = command(options)
    except Expected as error:
        # Refused in words is a program at work.
        _came_up()
        return _refuse(error, as_json=options.json)
    if isinstance(answer, int):
        if answer == OK:
            _came_up()
        return answer
    _came_up()
    if answer is not None:
        _tell(answer, as_json=options.json)
        return FAILED if answer.get("ok") is False else OK
    return OK


def _came_up() -> None:
    from qi_desk.app import came_up

    came_up()


def _opening(arguments: Sequence[str]) -> Sequence[str]:
    """`qi-desk FILE.qicourier`, as a file manager calls it, is `qi-desk open FILE.qicourier`."""
    return ["open", *arguments] if len(arguments) == 1 and arguments[0].endswith(PARCEL) else arguments


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    from qi_desk import commands

    common = _common()
    top = argparse.ArgumentParser(prog="qi-desk", parents=[common], description=__doc__)
    top.add_argument("--version", action="version", version=f"qi-desk {__version__}")
    top.add_argument("--practice", action="store_true", help="open the practice station, made if there is none")
    top.set_defaults(run=commands.open_window)
    verbs = top.add_subparsers(title="commands", metavar="COMMAND")
    _station_commands(verbs, common)
    _request_commands(verbs, common)
    _table_commands(verbs, common)
    _looking_commands(verbs, common)
    _district_commands(verbs, common)
    _update_commands(verbs, common)
    return top


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    suppress = argparse.SUPPRESS
    common.add_argument("--data", type=Path, default=suppress, metavar="DIR", help="the station's folder")
    common.add_argument("--json", action="store_true", default=suppress, help="answer in JSON on stdout")
    common.add_argument("--user", default=suppress, metavar="NAME", help="who acts (default: the manager)")
    stdin = "read the password from the first line of standard input"
    common.add_argument("--password-stdin", action="store_true", default=suppress, help=stdin)
    return common


def _station_commands(verbs: _Verbs, common: argparse.ArgumentParser) -> None:
    from qi_desk import commands

    opened = verbs.add_parser("open", parents=[common], help="open the window, and take in a parcel of the courier")
    opened.add_argument("file", type=Path, nargs="?", default=None, metavar="FILE")
    opened.set_defaults(run=commands.open_window)
    init = verbs.add_parser("init", parents=[common], help="make a station in the folder")
    init.add_argument("--station", required=True, metavar="CODE", help="the station's code, as PY03")
    init.add_argument("--name", required=True, help="the station's name")
    init.add_argument("--desk", required=True, metavar="LETTER", help="the letter of this desk")
    init.add_argument("--manager", default="", metavar="NAME", help="the manager's name")
    init.set_defaults(run=commands.init)
    practice = verbs.add_parser("practice", parents=[common], help="make the practice station")
    practice.add_argument("--open", action="store_true", help="then open its window")
    practice.set_defaults(run=commands.make_practice)
    copy = verbs.add_parser("backup", parents=[common], help="make a proven copy of the station")
    copy.add_argument("--to", type=Path, default=None, metavar="DIR", help="from now on in this folder")
    copy.add_argument("--try-out", action="store_true", help="then restore it into a folder of its own and open it")
    copy.set_defaults(run=commands.backup)
    told = "look after keys, file, chain, fonts, printers, disk"
    verbs.add_parser("check", parents=[common], help=told).set_defaults(run=commands.check)


def _request_commands(verbs: _Verbs, common: argparse.ArgumentParser) -> None:
    from qi_desk import commands

    request = verbs.add_parser("request", parents=[common], help="service requests")
    deeds = request.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add = deeds.add_parser("add", parents=[common], help="register and accept the intake in a JSON file")
    add.add_argument("--file", required=True, metavar="FILE", help="the file, - for standard input")
    add.add_argument("--register-only", action="store_true", help="stop before accepting")
    add.set_defaults(run=commands.request_add)
    show = deeds.add_parser("show", parents=[common], help="one request")
    show.add_argument("number")
    show.set_defaults(run=commands.request_show)
    out = verbs.add_parser("print", parents=[common], help="make a paper as PDF")
    out.add_argument("kind", metavar="KIND", choices=sorted(commands.PAPERS))
    out.add_argument("--form", choices=commands.FORMS, default="", help="the sheet (default: this desk's)")
    out.add_argument("number", metavar="NUMBER")
    out.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    out.set_defaults(run=commands.print_paper)


def _table_commands(verbs: _Verbs, common: argparse.ArgumentParser) -> None:
    from qi_desk import table_commands

    into = verbs.add_parser("import", parents=[common], help="take in a table (xlsx, csv)")
    what = into.add_subparsers(title="commands", metavar="WHAT", required=True)
    taken = what.add_parser("enterprises", parents=[common], help="service objects and their contacts")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help="judge every row, write nothing")
    taken.add_argument("--overwrite", action="store_true", help="replace values on file, not only fill empty ones")
    taken.set_defaults(run=table_commands.import_enterprises)
    out = verbs.add_parser("export", parents=[common], help="give out a table (xlsx, csv)")
    what = out.add_subparsers(title="commands", metavar="WHAT", required=True)
    given = what.add_parser("enterprises", parents=[common], help="service objects and their contacts")
    given.add_argument("--profile", required=True, choices=("full", "masked", "statistical"))
    given.add_argument("--basis", default="", metavar="CODE", help="why it may leave (list disclosure_bases)")
    given.add_argument("--out", required=True, type=Path, metavar="FILE")
    given.set_defaults(run=table_commands.export_enterprises)


def _district_commands(verbs: _Verbs, common: argparse.ArgumentParser) -> None:
    from qi_desk import district_commands

    enrol = verbs.add_parser("enrol", parents=[common], help="enrol this desk with the district")
    enrol.add_argument("url", metavar="URL", help="https://…")
    enrol.add_argument("code", metavar="CODE", help="the one-time code")
    enrol.set_defaults(run=district_commands.enrol)
    join = verbs.add_parser("join", parents=[common], help="make this PC one more desk of a station")
    join.add_argument("url", metavar="URL", help="https://…")
    join.add_argument("code", metavar="CODE", help="the one-time code")
    join.add_argument("--person", required=True, metavar="NO", help="staff number of the manager who joins it")
    join.add_argument("--window", default="", metavar="NAME", help="the words on the counter's sign")
    join.set_defaults(run=district_commands.join)
    courier = verbs.add_parser("courier", parents=[common], help="the exchange by removable disk")
    deeds = courier.add_subparsers(title="commands", metavar="COMMAND", required=True)
    packed = deeds.add_parser("export", parents=[common], help="pack what the district has not received")
    packed.add_argument("folder", type=Path, metavar="DIR")
    packed.set_defaults(run=district_commands.courier_export)
    taken = deeds.add_parser("import", parents=[common], help="take in what the district packed for this desk")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.set_defaults(run=district_commands.courier_import)
    sync = verbs.add_parser("sync", parents=[common], help="exchange with the district")
    sync.add_argument("--once", action="store_true", required=True, help="one whole exchange")
    sync.set_defaults(run=district_commands.sync)


def _update_commands(verbs: _Verbs, common: argparse.ArgumentParser) -> None:
    from qi_desk import update_commands

    update = verbs.add_parser("update", parents=[common], help="take a newer version of the program")
    update.add_argument("--from", type=Path, default=None, dest="place", metavar="DIR|FILE", help="a stick or a list")
    update.add_argument("--check", action="store_true", help="look at it and change nothing; nobody signs in")
    update.set_defaults(run=update_commands.update)
    settle = verbs.add_parser("settle", parents=[common], help="install the unpacked program for this person")
    settle.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="where (default: ~/.local/opt/qi-desk)")
    settle.set_defaults(run=update_commands.settle)
    told = "show that this program works on this computer"
    verbs.add_parser("prove", parents=[common], help=told).set_defaults(run=update_commands.prove)


def _looking_commands(verbs: _Verbs, common: argparse.ArgumentParser) -> None:
    from qi_desk import commands

    find = verbs.add_parser("find", parents=[common], help="what the search box finds")
    find.add_argument("text")
    find.set_defaults(run=commands.find)
    told = "a page of the practice station as a picture"
    picture = verbs.add_parser("screenshot", parents=[common], help=told)
    picture.add_argument("page", metavar="PAGE")
    picture.add_argument("--out", required=True, type=Path, metavar="FILE.png")
    picture.add_argument("--theme", default="light", choices=("light", "dark", "contrast"))
    picture.add_argument("--text", default="standard", choices=("standard", "large", "largest"))
    picture.add_argument("--size", default="1366x768", metavar="WxH")
    picture.set_defaults(run=commands.screenshot)


def _speak_utf8() -> None:
    """Let scripts read UTF-8 whatever this PC's code page is; a console gets what it can show. Without a console, on
    Windows, there is no stream at all."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="backslashreplace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for line in answer.get("lines") or [f"{key}: {_plain(value)}" for key, value in answer.items()]:
        print(line)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _refuse(error: Expected, *, as_json: bool) -> int:
    from qi_desk import wording

    said = wording.sentence(error)
    problems = (
        [
            {
                "field": problem.field,
                "code": problem.code,
                "message": wording.problem(problem),
                **({"fix": problem.fix} if problem.fix else {}),
            }
            for problem in error.problems
        ]
        if isinstance(error, Invalid)
        else []
    )
    if as_json:
        told = {"code": error.code, "message": said.what, "safe": said.safe, "next": said.next}
        print(json.dumps({"error": told | ({"problems": problems} if problems else {})}, ensure_ascii=False, indent=1))
    print(" ".join(part for part in (said.what, said.safe, said.next) if part), file=sys.stderr)
    for problem in problems:
        print(f"  {problem['field']}: {problem['message']}", file=sys.stderr)
    return FAILED
