"""Counting: the figures of a period, taken apart by one way, and the records behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk.domain.errors import Conflict
from qi_desk.domain.figures.measures import KINDS, MEASURES, VERSION, Figure, How, Measure, figure_of, sources_of
from qi_desk.domain.figures.periods import Period
from qi_desk.domain.figures.slices import parts_of, ways_of
from qi_desk.services.feedback.access import may_read
from qi_desk.services.figures.looking import Looking, looking
from qi_desk.services.figures.reading import READINGS, crosswalk
from qi_desk.services.ports import Actor, House, Record
from qi_desk.services.rights import LOOKING, verb

Cases = Mapping[str, Sequence[Any]]
"""By source."""

Told = Callable[["Counted", float], bool]
"""Hears the figures there are so far and how much is done (0 to 1); answers whether to go on."""


MOST_BEHIND = 2000
"""Records behind a figure that are looked up at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which records of a figure: those in the part `key` of the way `way` (`slices.SLICES`)."""

    way: str
    key: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures of a period by code, from what was on record at `cut` (after operation `head`), by the rules of
    `version`. `whole` tells that nothing asked for is missing: a count that was stopped is not."""

    period: Period
    figures: Mapping[str, Figure]
    cut: datetime
    head: int
    version: str = VERSION
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a figure that the viewer may open, each with whether it is among those on top of a share;
    `withheld` tells how many more count that this viewer may not see, `rest` how many were not looked up at all."""

    records: tuple[tuple[Record, bool], ...]
    withheld: int
    rest: int = 0


@verb("figures.count", LOOKING)
def count(
    house: House, actor: Actor, period: Period, codes: Collection[str] = (), part: Part | None = None
) -> Mapping[str, Figure]:
    """The figures `codes` (all by default) of a period, or of one part of it. Raises KeyError for an unknown code."""
    return counted(house, period, codes, part).figures


@verb("figures.state", LOOKING)
def state(
    house: House,
    actor: Actor,
    period: Period,
    codes: Collection[str] = (),
    *,
    part: Part | None = None,
    told: Told | None = None,
) -> Counted:
    """The same with its cut-off. `told` hears again and again what is known by then, and stops the count by answering
    False."""
    return counted(house, period, codes, part, told)


@verb("figures.sliced", LOOKING)
def sliced(
    house: House, actor: Actor, period: Period, way: str, codes: Collection[str] = ()
) -> Mapping[str, Mapping[str, Figure]]:
    """By part of the way `way`, the figures that can be taken apart so; parts where nothing was counted are left out.
    An empty key is what was not told. Raises KeyError for an unknown way or code."""
    wanted = tuple(code for code in codes or MEASURES if way in ways(code))
    with house.store.counting() as counter:
        look = looking(house, counter, period)
        read = _read(look, wanted)
    split: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for source in sources_of(wanted):
        if way in ways_of(READINGS[source][1]):
            for case in read[source]:
                for key in parts_of(case, way, crosswalk()):
                    split[key][source].append(case)
    found = {key: figures_from(wanted, defaultdict(tuple, held)) for key, held in split.items()}
    return {key: figures for key, figures in found.items() if any(one.n for one in figures.values())}


@verb("figures.behind", LOOKING)
def behind(house: House, actor: Actor, period: Period, code: str, part: Part | None = None) -> Behind:
    """The records behind one figure, oldest first. Figures are the same for everybody; what hangs on a matter for named
    people, or a complaint about the viewer, is counted but not shown to them. Raises KeyError for an unknown code."""
    measure = MEASURES[code]
    with house.store.counting() as counter:
        look = looking(house, counter, period)
        cases = _chosen(_read(look, (code,)), part)[measure.source]
    told = {case.eid: (_kind(measure, case), measure.part(case)) for case in cases}
    counts = sorted(eid for eid, (_, value) in told.items() if value is not None)
    told = {eid: told[eid] for eid in counts[:MOST_BEHIND]}
    with house.store.read() as reader:
        found: dict[str, Record] = {}
        for kind in {kind for kind, _ in told.values()}:
            found |= reader.many(kind, [eid for eid, (of, _) in told.items() if of == kind])
        shown = [one for one in found.values() if may_read(reader, actor, one)]
    shown.sort(key=lambda one: one.eid)
    return Behind(
        tuple((one, _on_top(measure, told[one.eid][1])) for one in shown),
        len(told) - len(shown),
        len(counts) - len(told),
    )


def ways(code: str) -> tuple[str, ...]:
    """The ways a figure can be taken apart. Raises KeyError for an unknown code."""
    measure = MEASURES[code]
    own = ways_of(READINGS[measure.source][1])
    if not measure.over:
        return own
    other = ways_of(READINGS[MEASURES[measure.over].source][1])
    return tuple(way for way in own if way in other)


class _Stopped(Exception):
    """Whoever waited for the figures does not any more."""


def counted(
    house: House, period: Period, codes: Collection[str] = (), part: Part | None = None, told: Told | None = None
) -> Counted:
    """The figures, for services that stand on them."""
    wanted = tuple(codes) or tuple(MEASURES)
    done: dict[str, Figure] = {}
    read: dict[str, Sequence[Any]] = {}
    with house.store.counting() as counter:
        look, head = looking(house, counter, period), counter.head()
        whole = _gather(look, head, wanted, part, told, read, done)
    return Counted(period, {code: done[code] for code in wanted if code in done}, look.cut, head, whole=whole)


def gathered(
    house: House, period: Period, told: Told | None = None, codes: Collection[str] = ()
) -> tuple[Cases, datetime]:
    """Every case of a period that the measures `codes` (all by default) are counted from, and when they were read.
    Raises Conflict("figures.stopped") where `told` ended it."""
    read: dict[str, Sequence[Any]] = {}
    with house.store.counting() as counter:
        look = looking(house, counter, period)
        if not _gather(look, counter.head(), tuple(codes) or tuple(MEASURES), None, told, read, {}):
            raise Conflict("figures.stopped")
    return read, look.cut


def _gather(
    look: Looking,
    head: int,
    wanted: Sequence[str],
    part: Part | None,
    told: Told | None,
    read: dict[str, Sequence[Any]],
    done: dict[str, Figure],
) -> bool:
    """Read source by source into `read` and make of them what can be made in `done`; whether it came to the end."""
    sources = sources_of(wanted)

    def breathe() -> None:
        so_far = Counted(look.period, dict(done), look.cut, head, whole=len(read) == len(sources))
        if told is not None and not told(so_far, len(read) / len(sources)):
            raise _Stopped

    look.breathe = breathe
    try:
        for source in sources:
            reading, of = READINGS[source]
            read[source] = _sieved(reading(look), of, part)
            ready = [code for code in wanted if code not in done and set(sources_of((code,))) <= read.keys()]
            done |= figures_from(ready, read)
            breathe()
    except _Stopped:
        return len(read) == len(sources)
    return True


def _read(look: Looking, codes: Iterable[str]) -> dict[str, Sequence[Any]]:
    return {source: READINGS[source][0](look) for source in sources_of(codes)}


def _chosen(read: Cases, part: Part | None) -> Cases:
    return {source: _sieved(cases, READINGS[source][1], part) for source, cases in read.items()}


def _sieved(cases: Sequence[Any], of: type[Any], part: Part | None) -> Sequence[Any]:
    """The cases of one part; all of what cannot be taken apart so is left out."""
    if part is None:
        return cases
    if part.way not in ways_of(of):
        return ()
    return [case for case in cases if part.key in parts_of(case, part.way, crosswalk())]


def figures_from(codes: Iterable[str], read: Cases) -> dict[str, Figure]:
    """These figures from cases that were read."""
    found: dict[str, Figure] = {}

    def make(code: str) -> Figure:
        if code not in found:
            measure = MEASURES[code]
            base = make(measure.over).top if measure.over else 0
            found[code] = figure_of(measure, read[measure.source], base)
        return found[code]

    return {code: make(code) for code in codes}


def _kind(measure: Measure, case: Any) -> str:
    return KINDS[measure.source] or str(case.kind)


def _on_top(measure: Measure, value: Any) -> bool:
    """Of a share, whether a record is among those on top; of another figure, always."""
    if measure.how is How.SHARE:
        return bool(value)
    return bool(value[1]) if measure.how is How.DISTINCT_SHARE else True
