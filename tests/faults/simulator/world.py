"""Three desks of two stations and their district, made once and copied for every history."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from qi_desk.district import courier as ends
from qi_desk.district.office import Office
from qi_desk.domain.errors import Conflict, Expected, Invalid, NotAllowed
from qi_desk.door import Door
from qi_desk.services import courier, disputes, intake, reception, request_views, syncing
from qi_desk.services.booking import bookings
from qi_desk.services.ports import Query
from qi_desk.services.reception import WalkIn
from tests.district.postgres import Cluster
from tests.faults.simulator.network import Network
from tests.faults.simulator.places import Place
from tests.services.booking.hall import at, book, device
from tests.support.stations import PASSWORD, QUICK, Bench, SetClock, intake_of, make_template

URL = "http://127.0.0.1:9"
FIELDS = ("products", "address", "phone")
DESKS = ("one", "two", "three")


@dataclass(frozen=True)
class Empty:
    """What every history begins with: three desks that know one enterprise and one device."""

    folder: Path
    place: Place
    client: str
    shared: str


@dataclass
class World:
    """One history. `written` are all operations anybody ever committed, `gone` those a double loss took: no desk, no
    stick and no district has them any more; `whole_disks`: a desk was put back with all that could have told it so."""

    folder: Path
    chance: random.Random
    network: Network
    place: Place
    office: Office
    benches: list[Bench]
    client: str
    shared: str
    written: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    sticks: list[tuple[int, Path]] = field(default_factory=list)
    saved_desks: dict[int, Path] = field(default_factory=dict)
    saved_district: Place | None = None
    told: list[str] = field(default_factory=list)
    whole_disks: bool = False

    def note(self) -> None:
        """Remember what was committed."""
        for bench in self.benches:
            self.written |= own(bench)

    def everywhere(self) -> set[str]:
        """The operations that still exist somewhere."""
        found = effects(self.office)
        for bench in self.benches:
            found |= own(bench)
        return found

    def lose(self) -> None:
        """After something was put back: what was under way is over, and what nobody has is gone."""
        self.sticks.clear()
        self.network.late.clear()
        self.gone |= self.written - self.everywhere()

    def close(self) -> None:
        """Let everything go."""
        for bench in self.benches:
            bench.door.leave()
        self.office.close()


def own(bench: Bench) -> set[str]:
    """The operations in a desk's file."""
    with bench.house.store.engine.connect() as connection:  # type: ignore[attr-defined]
        return {str(row[0]) for row in connection.exec_driver_sql("SELECT uid FROM op WHERE kind <> 'audit'")}


def effects(office: Office) -> set[str]:
    """The operations the district has."""
    with office.engine.connect().execution_options(looking=True) as connection:
        return {str(row[0]) for row in connection.exec_driver_sql("SELECT uid FROM effect")}


def opened(home: Path) -> Bench:
    """The desk in a folder, its manager signed in."""
    clock = SetClock()
    door = Door(home / "station", state_folder=home / "state", clock=clock, parameters=QUICK)
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    return Bench(door, arrival.house, arrival.actor, clock, "")


def make_empty(folder: Path, cluster: Cluster | None = None) -> Empty:
    """The world every history begins with."""
    place = Place.fresh(folder / "district", cluster)
    office = place.found()
    network = Network(random.Random(0), office)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qi_desk.sync.line._speak", network.speak)
        benches = []
        for name, station in (("one", "PY03"), ("three", "PY04")):
            make_template(folder / name, station)
            bench = opened(folder / name)
            syncing.enrol(bench.house, bench.actor, URL, office.devices.new_code(station))
            benches.append(bench)
        first = benches[0]
        shared = device(first)
        client = request_views.show(
            first.house, first.actor, intake.register(first.house, first.actor, intake_of()).value.eid
        ).row.client
        for bench in (*benches, *benches):
            exchange(bench)
        home = folder / "two"
        door = Door(home / "station", state_folder=home / "state", clock=SetClock(), parameters=QUICK)
        door.join(door.invited(URL, office.devices.new_code("PY03")), first.actor.account, PASSWORD, "")
        door.leave()
        for bench in benches:
            exchange(bench)
            bench.door.leave()
    office.close()
    return Empty(folder, place, client, shared)


def begin(empty: Empty, folder: Path, seed: int) -> World:
    """A world of its own for one history."""
    for name in DESKS:
        shutil.copytree(empty.folder / name, folder / name)
    place = empty.place.copied(folder / "district")
    office = place.open()
    chance = random.Random(seed)
    benches = [opened(folder / name) for name in DESKS]
    return World(folder, chance, Network(chance, office), place, office, benches, empty.client, empty.shared)


def exchange(bench: Bench) -> Any:
    """One whole exchange over whatever line there is."""
    return syncing.once(bench.house, bench.actor, bench.house.lines(syncing.enrolment(bench.house, bench.actor))).value


def edit(world: World, at_: int) -> None:
    """A field of the enterprise all three know."""
    bench, name = world.benches[at_], world.chance.choice(FIELDS[:2])
    with bench.house.store.write(bench.actor) as unit:
        unit.change("enterprise", world.client, {name: f"{name} {world.chance.randrange(10**6)}"})
        unit.commit()


def visit(world: World, at_: int) -> None:
    """Somebody walks in."""
    bench = world.benches[at_]
    name = f"访{world.chance.randrange(10**6)}演练"
    reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name=name, anyway=True))


def register(world: World, at_: int) -> None:
    """A request, whose number is printed."""
    bench = world.benches[at_]
    intake.register_and_accept(bench.house, bench.actor, intake_of())


def claim(world: World, at_: int) -> None:
    """A place on the shared device, as far as this desk knows of it."""
    bench, hour = world.benches[at_], world.chance.randrange(9, 16)
    day = world.chance.choice((12, 13, 16))
    try:
        book(bench, world.shared, world.client, at(day, hour), at(day, hour) + timedelta(minutes=30))
    except Expected:
        return


def give_up(world: World, at_: int) -> None:
    """A booking is called off or moved."""
    bench = world.benches[at_]
    with bench.house.store.read() as look:
        running = [one for one in look.select(Query("booking", limit=50)) if one["state"] == "booked"]
    if not running:
        return
    one = world.chance.choice(running)
    try:
        if world.chance.random() < 0.5:
            bookings.cancel(bench.house, bench.actor, one.eid, "client")
        else:
            later = one["begins"] + timedelta(hours=world.chance.randrange(1, 4))
            bookings.move(bench.house, bench.actor, one.eid, later, later + timedelta(minutes=30))
    except Expected:
        return


def decide(world: World, at_: int) -> None:
    """A dispute is decided, one way or the other."""
    bench = world.benches[at_]
    for one in disputes.disputes(bench.house, bench.actor)[:1]:
        take = world.chance.choice(["", *(other.uid for other in one.others)]) if one.takeable else ""
        disputes.settle(bench.house, bench.actor, one.eid, one.field, one.element, take)


def meet(world: World, at_: int) -> None:
    """An exchange, which may be cut anywhere; a desk that was copied begins anew."""
    bench = world.benches[at_]
    try:
        exchange(bench)
    except OSError:
        return
    except Conflict as error:
        if error.code != "sync.forked":
            raise
        bench.reopen()


def send_stick(world: World, at_: int) -> None:
    """A stick goes to the district, arrives or is lost, and sometimes an answer comes back."""
    bench, stick = world.benches[at_], world.folder / f"stick{len(world.told)}"
    stick.mkdir()
    parcel = Path(courier.export(bench.house, bench.actor, str(stick)).value.file)
    if world.chance.random() < 0.2:
        return
    taken = ends.take(world.office, parcel)
    world.sticks.append((at_, ends.pack(world.office, taken.device, stick)))


def take_stick(world: World, at_: int) -> None:
    """An answer of the district arrives, perhaps an old one, perhaps again."""
    mine = [stick for owner, stick in world.sticks if owner == at_]
    if mine:
        bench = world.benches[at_]
        try:
            courier.take(bench.house, bench.actor, str(world.chance.choice(mine)))
        except (NotAllowed, Invalid):
            return


def crash(world: World, at_: int) -> None:
    """The power goes: what is on the disk at this moment is all there is."""
    bench, home = world.benches[at_], world.benches[at_].door.folder.parent
    image = world.folder / f"crash{len(world.told)}"
    shutil.copytree(home, image)
    bench.door.leave()
    shutil.rmtree(home)
    image.rename(home)
    world.benches[at_] = opened(home)


def keep_desk(world: World, at_: int) -> None:
    """A copy of a desk's whole disk."""
    bench = world.benches[at_]
    image = world.folder / f"image{len(world.told)}"
    bench.door.leave()
    shutil.copytree(bench.door.folder.parent, image)
    bench.reopen()
    world.saved_desks[at_] = image


def put_desk_back(world: World, at_: int) -> None:
    """A desk's file is put back, alone (the desk notices by itself) or with the whole disk (only the district can)."""
    image = world.saved_desks.get(at_)
    if image is None:
        return
    world.note()
    bench = world.benches[at_]
    home = bench.door.folder.parent
    bench.door.leave()
    if world.chance.random() < 0.5:
        shutil.copyfile(image / "station" / "station.db", home / "station" / "station.db")
        shutil.rmtree(home / "station" / "journal")
    else:
        world.whole_disks = True
        shutil.rmtree(home)
        shutil.copytree(image, home)
    world.benches[at_] = opened(home)
    world.lose()


def keep_district(world: World, _at: int) -> None:
    """A backup of the district; only what is in it may a desk ever forget."""
    world.office.ledger.mark_durable()
    world.office.close()
    world.saved_district = world.place.copied(world.folder / f"saved{len(world.told)}")
    _open_district(world)


def put_district_back(world: World, _at: int) -> None:
    """The district is put back, said or unsaid."""
    if world.saved_district is None:
        return
    world.note()
    world.office.close()
    world.place = world.saved_district.copied(world.folder / f"district{len(world.told)}")
    if world.chance.random() < 0.5:
        world.place.go_on()
    _open_district(world)
    world.lose()


def _open_district(world: World) -> None:
    world.office = world.place.open()
    world.network.connect(world.office)


def jump(world: World, at_: int) -> None:
    """A desk's clock goes wrong by up to a year, either way, or right again."""
    clock = world.benches[at_].clock
    right = SetClock().now()
    clock.moment = world.chance.choice((right, right + timedelta(days=365), right - timedelta(days=365)))


def late(world: World, _at: int) -> None:
    """What was under way arrives."""
    world.network.arrive_late()


STEPS: dict[Any, int] = {
    edit: 24,
    visit: 6,
    register: 5,
    claim: 7,
    give_up: 3,
    decide: 5,
    meet: 26,
    late: 4,
    send_stick: 5,
    take_stick: 4,
    crash: 3,
    keep_desk: 2,
    put_desk_back: 3,
    keep_district: 2,
    put_district_back: 2,
    jump: 2,
}
"""What can happen, and how often."""


def live(world: World, steps: int) -> None:
    """A history of so many steps, then peace: every desk meets the district until nothing waits."""
    names, weights = list(STEPS), list(STEPS.values())
    for _ in range(steps):
        at_ = world.chance.randrange(len(world.benches))
        step = world.chance.choices(names, weights)[0]
        world.network.hostility = world.chance.choice((0.0, 0.15, 0.5))
        world.told.append(f"{step.__name__} {at_}")
        step(world, at_)
        world.note()
    world.network.hostility = 0.0
    world.network.arrive_late()
    make_peace(world)


def make_peace(world: World) -> None:
    """Exchange until nothing waits; what was built upon something that is gone for good takes effect at last."""
    for _ in range(3):
        for _ in range(4):
            for at_ in range(len(world.benches)):
                meet(world, at_)
                world.note()
        if not any(bench.house.store.exchange.marks().held for bench in world.benches) or not world.gone:
            break
        while world.office.ledger.give_up_waiting():
            pass
