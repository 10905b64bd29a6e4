"""Everything a report holds of its period, taken in one look: figures, digests of the records, parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.figures.measures import MEASURES, STANDING, VERSION, Figure
from qi_desk.domain.figures.periods import Period, before, year_before
from qi_desk.domain.figures.reports import records_digest
from qi_desk.domain.figures.rules import kept
from qi_desk.domain.figures.slices import parts_of, ways_of
from qi_desk.services.figures.counting import Cases, Told, counted, figures_from, gathered
from qi_desk.services.figures.reading import READINGS, crosswalk
from qi_desk.services.figures.saying import labels_of
from qi_desk.services.ports import House

WAYS = (
    "channel",
    "category",
    "provincial",
    "national",
    "panyu",
    "guangzhou",
    "park",
    "industry",
    "size",
    "specialist",
    "institution",
)
"""The ways a report is taken apart."""

KEY_CODES = ("requests_registered", "matters_closed", "enterprises_served", "closed_on_time", "done_median")
"""What is told of every part."""


def snapshot(house: House, period: Period, told: Told | None = None) -> dict[str, Any]:
    """`cut`, `rules`, `figures` and `parts` of a report, the figures beside those of the period before and of a year
    before; how things stand is compared with nothing, for nobody wrote down how they stood then."""
    cases, cut = gathered(house, period, told)
    figures = figures_from(MEASURES, cases)
    earlier = counted(house, before(period)).figures
    year = counted(house, year_before(period)).figures
    rows = [
        [
            code,
            kept(one.value),
            one.top,
            one.bottom,
            one.n,
            digest_of(code, cases),
            *(None if MEASURES[code].source in STANDING else kept(other[code].value) for other in (earlier, year)),
        ]
        for code, one in figures.items()
    ]
    with house.store.read() as look:
        parts = []
        for way in WAYS:
            found = parts_by(cases, way)
            labels = labels_of(look, way, found)
            for key in sorted(found, key=lambda one: (not one, one)):
                parts += [[way, key, labels[key], code, kept(one.value), one.n] for code, one in found[key].items()]
    return {"cut": moments.to_text(cut), "rules": VERSION, "figures": rows, "parts": parts}


def digest_of(code: str, cases: Cases) -> str:
    """The digest of the records behind one figure."""
    measure = MEASURES[code]
    parts = ((case.eid, measure.part(case)) for case in cases[measure.source])
    return records_digest((eid, part) for eid, part in parts if part is not None)


def parts_by(cases: Cases, way: str) -> Mapping[str, Mapping[str, Figure]]:
    """The key figures of every part of a way in which anything was counted."""
    split: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    codes = [code for code in KEY_CODES if way in ways_of(READINGS[MEASURES[code].source][1])]
    for source in dict.fromkeys(MEASURES[code].source for code in codes):
        for case in cases[source]:
            for key in parts_of(case, way, crosswalk()):
                split[key][source].append(case)
    found = {key: figures_from(codes, defaultdict(tuple, held)) for key, held in split.items()}
    return {key: figures for key, figures in found.items() if any(one.n for one in figures.values())}
