"""The papers of a meeting: its record, the sign-in sheet blank or filled, the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qi_desk import wording
from qi_desk.domain.meetings.lifecycles import locked
from qi_desk.domain.meetings.marks import Line, Mark, read
from qi_desk.domain.meetings.records import PRESENT
from qi_desk.services.attachments import signature_of
from qi_desk.services.document_words import Words, day_text, joined, moment_text
from qi_desk.services.meetings.access import part, parts_of, readable
from qi_desk.services.meetings.minutes_views import CorrectionLine, corrections_of
from qi_desk.services.official_sheets import (
    HEADINGS,
    MEETING_RECORD,
    MINUTES,
    PARAGRAPH,
    PICTURE,
    SIGN_IN,
    AbsentLine,
    Block,
    DecisionLine,
    MeetingRecordView,
    MinutesSheetView,
    SignInRow,
    SignInView,
    SpeechLine,
    TopicSheet,
    VoteLine,
)
from qi_desk.services.paperwork import Order, head
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.showing import text

RECORD_PAPER, MINUTES_PAPER, SIGN_IN_PAPER = MEETING_RECORD, MINUTES, SIGN_IN
_LEAST = 20
_IMAGES = ("image/png", "image/jpeg")
_DRAFTS = ("draft", "checked")
_ORDERING = (Mark.HEADING, Mark.PICTURE)

Pictures = dict[str, bytes]
"""What the pictures of a meeting hold, by the beginning of their digest."""


def pictures_of(house: House, look: Reader, meeting: str) -> Pictures:
    """The pictures attached to a meeting that this desk has."""
    found = look.select(Query("attachment", equals={"subject": meeting}, order="eid", limit=500))
    here = (one for one in found if one["media"] in _IMAGES and house.files.holds(one["sha256"]))
    return {one["sha256"][:8]: house.files.get(one["sha256"]) for one in here}


@verb("meetings.pictures", LOOKING)
def pictures(house: House, actor: Actor, meeting: str) -> Pictures:
    """The pictures of a meeting for the screen. Raises Missing."""
    with house.store.read() as look:
        readable(look, actor, meeting)
        return pictures_of(house, look, meeting)


@verb("paper.meeting_record", COUNTER)
def record(house: House, actor: Actor, eid: str) -> Order:
    """会议记录表 as it stands; one that is not locked says that it is a draft. Raises Missing."""
    with house.store.read() as look:
        meeting = readable(look, actor, eid)
        people = parts_of(look, "attendee", eid)
        topics = parts_of(look, "meeting_topic", eid)
        decisions = parts_of(look, "meeting_decision", eid)
        names = {one["owner"]: text(look.get("person", one["owner"]), "name") for one in decisions if one["owner"]}
        pictures = pictures_of(house, look, eid)
        files = look.select(Query("attachment", equals={"subject": eid}, order="eid", limit=500))
        view = MeetingRecordView(
            station=head(house, look),
            number=meeting["number"] or "",
            title=meeting["title"],
            kind=wording.code_label("meeting_kinds", meeting["kind"]),
            held=_held(meeting),
            place=meeting["place"],
            chair=_with(meeting["chair"], meeting["chair_post"]),
            scribe=_with(text(look.get("person", meeting["scribe"]), "name"), meeting["scribe_unit"]),
            present=_named(people, "present"),
            observers=_named(people, "observer"),
            absent=tuple(_absent(one) for one in people if one["role"] not in PRESENT),
            agenda=tuple(one["title"] for one in topics),
            topics=tuple(_topic(one, decisions, names, pictures) for one in topics),
            open_matters=_lines(meeting["open_matters"]),
            attachments=tuple(one["name"] for one in files if one["role"] != "signature"),
            closed_at=moment_text(meeting["closed_at"]),
            corrections=tuple(_correction(one) for one in corrections_of(look, eid)),
            digest=meeting["record_hash"] or "",
            draft=not locked(meeting["state"]),
            reprint=house.store.prints.times(eid),
            printed_at=house.clock.now(),
            printed_by=actor.staff_no,
            chair_signature=signature_of(house, look, eid),
        )
    return Order(MEETING_RECORD, view, eid, RECORD_PAPER, eid, view.number, view.reprint)


def _held(meeting: Record) -> str:
    w = Words("meeting")
    starts = f"{meeting['started_at']:%H:%M}" if meeting["started_at"] else meeting["starts"]
    ends = f"{meeting['closed_at']:%H:%M}" if meeting["closed_at"] else meeting["ends"]
    return w.fill("held", day=day_text(meeting["planned_on"]), starts=starts, ends=ends)


def _with(name: str, more: str | None) -> str:
    return Words("meeting").fill("with", name=name, more=more) if more else name


def _named(people: Iterable[Record], role: str) -> tuple[str, ...]:
    """Who took part in one way, with the organisation of those from outside."""
    return tuple(_with(one["name"], one["organisation"]) for one in people if one["role"] == role)


def _absent(one: Record) -> AbsentLine:
    role = wording.code_label("attendance_roles", one["role"])
    return AbsentLine(_with(one["name"], one["organisation"]), joined(filter(None, (role, one["reason"]))))


def _lines(written: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (written or "").split("\n") if line.strip())


def _correction(one: CorrectionLine) -> str:
    told = {"old": one.old, "new": one.new, "reason": one.reason, "by": one.by, "at": moment_text(one.at)}
    return Words("meeting").fill("correction", **told)


def _topic(topic: Record, decisions: Iterable[Record], names: dict[str, str], pictures: Pictures) -> TopicSheet:
    lines = tuple(read(topic["text"] or ""))
    votes = tuple(topic[name] or 0 for name in ("votes_for", "votes_against", "votes_abstain"))
    decided = [line.text for line in lines if line.mark is Mark.DECISION]
    decided += [line for line in _lines(topic["decision"]) if line not in decided]
    tasks = [_decision(one, names) for one in decisions if one["topic"] == topic.eid]
    matters = [line.text for line in lines if line.mark is Mark.MATTER]
    matters += [line for line in _lines(topic["open_matters"]) if line not in matters]
    left = Words("meeting")["left_open"]
    ordered = any(line.mark in _ORDERING for line in lines)
    notes = _in_order(lines, pictures) if ordered else _notes(lines, pictures)
    return TopicSheet(
        title=topic["title"],
        speeches=() if ordered else tuple(_speeches(lines)),
        votes=(VoteLine("", *votes),) if any(votes) else (),
        decisions=(*(DecisionLine(what, "", "") for what in decided), *tasks),
        notes=(*notes, *(Block(PARAGRAPH, left + one) for one in matters)),
    )


def _speeches(lines: Iterable[Line]) -> Iterator[SpeechLine]:
    """What was said, a speaker's lines that follow without a name being theirs."""
    who, parts, verbatim = "", list[str](), False
    for line in (*lines, Line(Mark.HEADING, "")):
        if line.mark is Mark.PLAIN and who:
            parts.append(line.text)
            continue
        if who and parts:
            yield SpeechLine(who, "\n".join(parts), verbatim)
        who, parts, verbatim = line.who, [line.text] if line.who else [], line.verbatim


def _in_order(lines: Iterable[Line], pictures: Pictures) -> Iterator[Block]:
    """What was taken down under headings or around pictures, speeches among it: as it was written, one behind the
    other."""
    for line in lines:
        if line.mark is Mark.SPEECH:
            yield Block(PARAGRAPH, _whole(line))
        elif line.mark in (*_ORDERING, Mark.PLAIN):
            yield from _block(line, pictures)


def _notes(lines: Iterable[Line], pictures: Pictures) -> Iterator[Block]:
    speaking = False
    for line in lines:
        speaking = line.mark is Mark.SPEECH or (speaking and line.mark is Mark.PLAIN)
        if not speaking and line.mark in (Mark.HEADING, Mark.PICTURE, Mark.PLAIN):
            yield from _block(line, pictures)


def _block(line: Line, pictures: Pictures) -> Iterator[Block]:
    if line.mark is Mark.HEADING:
        yield Block(HEADINGS[line.level - 1], line.text)
    elif line.mark is Mark.PICTURE:
        held = pictures.get(line.picture)
        missing = Words("meeting")["picture_elsewhere"]
        yield Block(PICTURE, picture=held) if held else Block(PARAGRAPH, missing)
    else:
        yield Block(PARAGRAPH, line.text)


def _decision(one: Record, names: dict[str, str]) -> DecisionLine:
    owner = names.get(one["owner"] or "", "") or one["owner_unit"] or ""
    return DecisionLine(one["what"], owner, day_text(one["due"]))


@verb("paper.minutes", COUNTER)
def issued(house: House, actor: Actor, eid: str) -> Order:
    """会议纪要 as issued; those that are not signed say that they are a draft. Raises Missing."""
    with house.store.read() as look:
        minutes, meeting = part(look, actor, "minutes", eid)
        people = parts_of(look, "attendee", meeting.eid)
        decisions = parts_of(look, "meeting_decision", meeting.eid)
        names = {one["owner"]: text(look.get("person", one["owner"]), "name") for one in decisions if one["owner"]}
        pictures = pictures_of(house, look, meeting.eid)
        corrections = [_correction(one) for one in corrections_of(look, meeting.eid) if one.subject == eid]
        body = [Block(PARAGRAPH, line) for line in _lines(minutes["summary"])]
        body += [block for line in read(minutes["body"] or "") for block in _minutes_block(line, pictures)]
        body += [Block(PARAGRAPH, one) for one in corrections]
        view = MinutesSheetView(
            station=head(house, look),
            mark=Words("minutes")["mark"],
            issue=minutes["issue_no"] or 0,
            number=minutes["number"] or "",
            issued_on=day_text(minutes["issued_on"]),
            title=minutes["title"],
            body=tuple(body),
            decisions=tuple(_decision(one, names) for one in decisions),
            present=_named(people, "present"),
            excused=tuple(_with(one["name"], one["organisation"]) for one in people if one["role"] not in PRESENT),
            observers=_named(people, "observer"),
            signer=text(look.get("person", minutes["signer"]), "name") if minutes["signer"] else "",
            to=_units(minutes["main_to"]),
            cc=_units(minutes["cc"]),
            printed_on=day_text(minutes["issued_on"]),
            draft=minutes["state"] in _DRAFTS,
            reprint=house.store.prints.times(eid),
            printed_at=house.clock.now(),
            printed_by=actor.staff_no,
        )
    return Order(MINUTES, view, eid, MINUTES_PAPER, eid, view.number, view.reprint)


def _units(written: str | None) -> tuple[str, ...]:
    marks = Words("minutes")["unit_marks"]
    plain = written or ""
    for mark in marks[1:]:
        plain = plain.replace(mark, marks[0])
    return tuple(one.strip() for one in plain.split(marks[0]) if one.strip())


def _minutes_block(line: Line, pictures: Pictures) -> Iterator[Block]:
    if line.mark in (Mark.HEADING, Mark.PICTURE):
        yield from _block(line, pictures)
    else:
        yield Block(PARAGRAPH, _whole(line))


def _whole(line: Line) -> str:
    """A line of minutes as it was written: what marks a record's line is plain text here."""
    w = Words("meeting")
    if line.mark is Mark.SPEECH:
        return w.fill("verbatim" if line.verbatim else "speech", who=line.who, text=line.text)
    prefix = {Mark.DECISION: w["decided"], Mark.MATTER: w["left_open"]}.get(line.mark, "")
    return prefix + line.text


@verb("paper.sign_in_sheet", COUNTER)
def sign_in_sheet(house: House, actor: Actor, eid: str) -> Order:
    """会议签到表 with everybody on the list; who signed by hand with the signature. Raises Missing."""
    with house.store.read() as look:
        meeting = readable(look, actor, eid)
        rows = tuple(_sign_in_row(house, look, one) for one in parts_of(look, "attendee", eid))
        view = SignInView(
            station=head(house, look),
            number=meeting["number"] or "",
            title=meeting["title"],
            held=_held(meeting),
            place=meeting["place"],
            rows=rows,
            least=_LEAST,
            reprint=house.store.prints.times(eid),
            printed_at=house.clock.now(),
            printed_by=actor.staff_no,
        )
    return Order(SIGN_IN, view, eid, SIGN_IN_PAPER, eid, view.number, view.reprint)


def _sign_in_row(house: House, look: Reader, one: Record) -> SignInRow:
    hand = one["sign_way"] == "hand"
    return SignInRow(
        one["name"],
        one["organisation"] or "",
        one["post"] or "",
        "",
        wording.code_label("attendance_roles", one["role"]) if one["role"] != PRESENT[0] else "",
        f"{one['signed_in_at']:%H:%M}" if one["signed_in_at"] else "",
        signature_of(house, look, one.eid) if hand else b"",
    )
