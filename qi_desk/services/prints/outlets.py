"""Where each kind of paper is printed: printer, tray, copies, both sides, and how far its print is moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House
from qi_desk.services.prints.kinds import PaperKind, paper_kinds
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.settings.paper_forms import FORMS, PRINTERS

SETTING = "print.outlets"
SIDES = ("one", "long", "short")
"""One side; both sides turned over the long or the short edge."""

FARTHEST = 30.0
"""Millimetres a print can be moved: more is another form, not an offset."""

MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where and how a kind of paper is printed on this PC. An empty `printer` saves a file, an empty `tray` is the
    printer's own choice; `x` and `y` move the print to the right and up, in millimetres; with `values` only what is
    filled in is drawn, for a sheet on which the rest is printed already."""

    printer: str = ""
    tray: str = ""
    copies: int = 1
    sides: str = "one"
    x: float = 0.0
    y: float = 0.0
    values: bool = False


_NAMES = tuple(one.name for one in fields(Outlet))
_NUMBERS = ("x", "y")


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One line of the settings: `key` is a printer setting, a drawing or a kind of paper; `own` whether something was
    set for it; `may_overprint` whether its values can be drawn alone."""

    eid: str
    level: str
    sheet: str
    outlet: Outlet
    own: bool
    may_overprint: bool


def key_of(kind: str, form: str) -> str:
    """Under what a paper's outlet is kept: papers with several drawings by the drawing, the others by their kind."""
    return form if form.startswith("receipt") else kind


def outlet_of(house: House, kind: str, form: str) -> Outlet:
    """Where and how this PC prints a paper: as was set for it, else for its printer, else plainly."""
    setting = FORMS[form].printer
    kept = house.settings.get(SETTING)
    return _read(kept.get(key_of(kind, form)) or kept.get(setting), house.settings.get(setting))


def _read(kept: Mapping[str, Any] | None, printer: str) -> Outlet:
    known = {name: value for name, value in (kept or {}).items() if name in _NAMES}
    known.update({name: float(known[name]) for name in _NUMBERS if name in known})
    return Outlet(**{**known, "printer": known.get("printer") or printer})


@verb("print.outlets", LOOKING)
def outlets(house: House, actor: Actor) -> tuple[OutletRow, ...]:
    """Every line of the settings: first the printers, then the papers that may differ from them."""
    kept = house.settings.get(SETTING)
    rows = []
    for setting in PRINTERS:
        form = next(one for one in FORMS.values() if one.printer == setting)
        outlet = _read(kept.get(setting), house.settings.get(setting))
        rows.append(OutletRow(setting, "printer", form.sheet, outlet, setting in kept, bool(form.values)))
    for kind in _with_printer_of_their_own(paper_kinds(house.codes)):
        form = FORMS[kind.forms[0]]
        outlet = outlet_of(house, kind.id, kind.forms[0])
        rows.append(OutletRow(kind.id, "kind", form.sheet, outlet, kind.id in kept, bool(form.values)))
    return tuple(rows)


def _with_printer_of_their_own(kinds: tuple[PaperKind, ...]) -> tuple[PaperKind, ...]:
    """Receipts have a line for each drawing among the printers already."""
    return tuple(kind for kind in kinds if len(kind.forms) == 1)


@verb("print.set_outlet", COUNTER)
def set_outlet(house: House, actor: Actor, key: str, outlet: Outlet | None) -> Done[str]:
    """Keep where and how a line of `outlets` is printed; None forgets what was set for it. Raises Invalid."""
    if outlet is not None:
        _check(outlet)
    kept = {name: value for name, value in house.settings.get(SETTING).items() if name != key}
    if outlet is not None:
        # The name of a printer for all stands in its own setting, where the settings page changes it too.
        kept[key] = {**asdict(outlet), "printer": ""} if key in PRINTERS else asdict(outlet)
    if key in PRINTERS:
        house.settings.set(key, outlet.printer if outlet is not None else "")
    house.settings.set(SETTING, kept)
    return Done(key, Changes(frozenset({"print"})))


def _check(outlet: Outlet) -> None:
    problems = [
        Problem(name, "setting.bounds", {"least": -FARTHEST, "most": FARTHEST})
        for name in _NUMBERS
        if not -FARTHEST <= getattr(outlet, name) <= FARTHEST
    ]
    if not 1 <= outlet.copies <= MOST_COPIES:
        problems.append(Problem("copies", "setting.bounds", {"least": 1, "most": MOST_COPIES}))
    if outlet.sides not in SIDES:
        problems.append(Problem("sides", "not_in_list", {"value": outlet.sides}))
    if problems:
        raise Invalid(problems)


@verb("print.choose_printer", COUNTER)
def choose_printer(house: House, actor: Actor, kind: str, form: str, printer: str) -> None:
    """Print papers like this one on another printer from now on: those of its own line where it has one, else all that
    share its printer."""
    kept = dict(house.settings.get(SETTING))
    key = key_of(kind, form)
    if key in kept and key not in PRINTERS:
        kept[key] = {**kept[key], "printer": printer}
        house.settings.set(SETTING, kept)
    else:
        house.settings.set(FORMS[form].printer, printer)
