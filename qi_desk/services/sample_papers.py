"""样品收转单 (F20): what was handed in, in which state, what is to be tested, and every hand it went through."""

from __future__ import annotations

from qi_desk import wording
from qi_desk.domain.request_work import lines_of
from qi_desk.domain.samples import SAMPLE_FIELDS
from qi_desk.services.client_file import living
from qi_desk.services.document_words import Words, moment_text
from qi_desk.services.form_sheets import FORM_SHEET, SheetTable
from qi_desk.services.paperwork import Order, coded
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.request_papers import client_facts, facts_of, framed, parts_of, person_said
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.samples import moves_of
from qi_desk.services.showing import text
from qi_desk.services.slips.giving import Facts

KIND = "sample"
_TOLD_APART = frozenset({"tests", "signed"})


@verb("paper.of_sample", COUNTER)
def sheet(house: House, actor: Actor, eid: str) -> Order:
    """The slip of a sample, named by itself or by one of its hand-overs. Raises Missing."""
    with house.store.read() as look:
        move = look.get("sample_move", eid)
        sample = living(look, KIND, move["sample"] if move is not None else eid)
        request = living(look, "request", sample["request"])
        w = Words(KIND)
        names = tuple(name for name in SAMPLE_FIELDS if name not in _TOLD_APART)
        taken = (
            (w["taken_at"], moment_text(sample["taken_at"])),
            (w["taken_by"], person_said(look, sample["taken_by"])),
        )
        tests = tuple((str(place), line[0], line[1]) for place, line in enumerate(lines_of(sample["tests"]), start=1))
        parts = parts_of(w, sample["number"], (*client_facts(look, request), *facts_of(sample, names), *taken))
        parts["tables"] = (
            SheetTable(w["tests"], w.all("test_columns"), (26, 0, 200), tests),
            SheetTable(w["chain"], w.all("columns"), (26, 84, 84, 84, 84, 0, 36), _chain(look, w, sample)),
        )
        view = framed(house, look, actor, parts, house.store.prints.times(sample.eid))
        facts = Facts(view.number, KIND, client_facts(look, request)[0][1], (text(sample, "name"),), len(tests))
    return coded(house, Order(FORM_SHEET, view, sample.eid, KIND, request.eid, view.number, 0), facts, actor)


def _chain(look: Reader, w: Words, sample: Record) -> tuple[tuple[str, ...], ...]:
    taker = text(look.get("person", sample["taken_by"] or ""), "name")
    first = ("1", moment_text(sample["taken_at"]), w["client"], taker, w["hand"], sample["look"], _yes(w, sample))
    links = (
        (
            str(place),
            moment_text(move["at"]),
            move["from_party"] or "",
            move["to_party"],
            " ".join(filter(None, (wording.code_label("sample_ways", move["way"]), move["courier_no"]))),
            "\n".join(filter(None, (move["look"], move["note"]))),
            _yes(w, move),
        )
        for place, move in enumerate(moves_of(look, sample.eid), start=2)
    )
    return (first, *links)


def _yes(w: Words, record: Record) -> str:
    return w["signed"] if record["signed"] else ""
