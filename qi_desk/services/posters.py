"""The flow guides for the wall: what happens step by step, with the limits this station promises today.

The seven points are those of the Panyu norm (explanatory note, four-4); that flows are published is asked by DB44/T
2407 7.1.2; the words are data (resources/documents/posters.toml), the numbers the settings in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk import resource_files, wording
from qi_desk.domain import moments, opening_hours, phones
from qi_desk.services.document_words import day_text
from qi_desk.services.papers import StationHead
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House, Reader
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.station_settings import station_of
from qi_desk.settings.declared import station_settings

POSTER_A4 = "poster_a4"
POSTER_A3 = "poster_a3"

_FILE = "documents/posters.toml"
_BOOKING = "booking."


@dataclass(frozen=True, slots=True)
class PosterStep:
    """One step: what it is called, what happens, and the promise, in few lines of large letters."""

    title: str
    text: str
    limit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PosterBox:
    """A box below the steps."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PosterView:
    """One poster. `code` is what its QR code says, empty for none; `contact` how to reach the station."""

    station: StationHead
    title: str
    subtitle: str
    steps: tuple[PosterStep, ...]
    boxes: tuple[PosterBox, ...]
    contact: tuple[tuple[str, str], ...]
    code: str
    code_said: str
    foot: str
    printed_at: datetime


@verb("paper.flow_guide", COUNTER)
def flow_guide(house: House, actor: Actor) -> Order:
    """服务流程指引: the seven points of the Panyu flow."""
    return _poster(house, "flow_guide")


@verb("paper.poster_booking", COUNTER)
def booking_guide(house: House, actor: Actor) -> Order:
    """共享设备预约流程."""
    return _poster(house, "poster_booking")


@verb("paper.poster_complaint", COUNTER)
def complaint_guide(house: House, actor: Actor) -> Order:
    """投诉处理流程, after GB/T 19012."""
    return _poster(house, "poster_complaint")


@verb("paper.poster_notice", COUNTER)
def notice_guide(house: House, actor: Actor) -> Order:
    """一次性告知与承诺时限."""
    return _poster(house, "poster_notice")


def _poster(house: House, name: str) -> Order:
    told = resource_files.read(_FILE)[name]
    numbers = _numbers(house)
    words = resource_files.read(_FILE)["words"]
    with house.store.read() as look:
        station = head(house, look)
        contact = _contact(look, station, words)
    dialled = phones.normalise(station.supervision_phone).partition("/")[0].replace(" ", "")
    now = house.clock.now()
    view = PosterView(
        station=station,
        title=told["title"],
        subtitle=told["subtitle"],
        steps=tuple(_step(row, numbers) for row in told["steps"]),
        boxes=tuple(PosterBox(row["heading"], _filled(row["lines"], numbers)) for row in told["boxes"]),
        contact=contact,
        code=f"tel:{dialled}" if dialled else "",
        code_said=words["code"],
        foot=words["made"].format(day=day_text(moments.china_date(now))),
        printed_at=now,
    )
    return Order(POSTER_A4, view, "", name, "", "", 0)


def _numbers(house: House) -> Mapping[str, Any]:
    """Every limit in force by its id, and the rules of bookings as booking_<name>."""
    limits = {row.id: house.settings.get(f"deadline.{row.id}") for row in resource_files.deadlines()}
    rules = {key.replace(".", "_"): house.settings.get(key) for key in station_settings() if key.startswith(_BOOKING)}
    return {**limits, **rules}


def _step(row: Mapping[str, Any], numbers: Mapping[str, Any]) -> PosterStep:
    title = wording.code_label("request_stages", row["stage"]) if "stage" in row else row["title"]
    return PosterStep(title, row["text"].format(**numbers), _filled(row["limit"], numbers))


def _filled(lines: list[str], numbers: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(line.format(**numbers) for line in lines)


def _contact(look: Reader, station: StationHead, words: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    hours = opening_hours.text_of(station_of(look)["opening"] or ())
    told = (
        (words["supervision_phone"], station.supervision_phone),
        (words["phone"], station.phone),
        (words["opening"], words["opening_text"].format(hours=hours) if hours else ""),
        (words["address"], station.address),
    )
    return tuple(pair for pair in told if pair[1])
