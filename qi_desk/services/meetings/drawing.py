"""The first draft of minutes, drawn from the record in the third person (F22). It says what was decided and who was
heard; what was said in which words stays in the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qi_desk.domain.meetings.marks import Mark, said, speakers
from qi_desk.services.document_words import Words, day_text, joined
from qi_desk.services.meetings.access import parts_of
from qi_desk.services.ports import Reader, Record

_MOST_SPEAKERS = 6


def title_of(meeting: Record) -> str:
    """What the minutes of a meeting are called."""
    return Words("minutes").fill("title_of", title=meeting["title"])[:120]


def summary_of(look: Reader, meeting: Record) -> str:
    """When, where, who: the first paragraph."""
    w = Words("minutes")
    people = parts_of(look, "attendee", meeting.eid)
    by_role = {role: [one for one in people if one["role"] == role] for role in ("present", "observer", "leave")}
    told = w.fill(
        "summary",
        day=day_text(meeting["planned_on"]),
        starts=f"{meeting['started_at']:%H:%M}" if meeting["started_at"] else meeting["starts"],
        ends=f"{meeting['closed_at']:%H:%M}" if meeting["closed_at"] else meeting["ends"],
        chair=meeting["chair"],
        post=meeting["chair_post"],
        place=meeting["place"],
        title=meeting["title"],
    )
    parts = [w.fill(role, people=joined(_named(by_role[role]))) for role in by_role if by_role[role]]
    topics = [one["title"] for one in parts_of(look, "meeting_topic", meeting.eid)]
    heard = w.fill("heard_topics", topics=joined(topics)) if topics else ""
    return "".join((told, *parts, heard))


def _named(people: Sequence[Record]) -> Iterator[str]:
    """Units before people, each unit once: minutes name a unit's people by the unit where there are several."""
    for one in people:
        yield f"{one['organisation'] or ''}{one['name']}"


def body_of(look: Reader, meeting: Record) -> str:
    """What was decided, topic by topic, as headings and paragraphs in the marks of `domain.meetings.marks`. Who does
    what until when is not repeated: the paper lists it behind."""
    w = Words("minutes")
    lines: list[str] = []
    for topic in parts_of(look, "meeting_topic", meeting.eid):
        told = list(_topic_lines(w, topic))
        lines += [f"# {topic['title']}", *(told or [w["looked_at"]])]
    if meeting["open_matters"]:
        lines += [f"# {w['open_heading']}", w.fill("open", what=_ended(meeting["open_matters"]))]
    return "\n".join(lines)


def _topic_lines(w: Words, topic: Record) -> Iterator[str]:
    written = topic["text"] or ""
    who = speakers(written)
    if who:
        more = w["and_others"] if len(who) > _MOST_SPEAKERS else ""
        yield w.fill("heard", people=joined(who[:_MOST_SPEAKERS]) + more, topic=topic["title"])
    decided = [*said(written, Mark.DECISION), *filter(None, (topic["decision"] or "").split("\n"))]
    for what in dict.fromkeys(decided):
        yield w.fill("decided", what=_ended(what))
    if any(topic[name] for name in ("votes_for", "votes_against", "votes_abstain")):
        votes = {name: topic[f"votes_{name}"] or 0 for name in ("for", "against", "abstain")}
        yield w["votes"].format(**{f"votes_{name}": count for name, count in votes.items()})
    left = [*said(written, Mark.MATTER), *filter(None, (topic["open_matters"] or "").split("\n"))]
    for what in dict.fromkeys(left):
        yield w.fill("open", what=_ended(what))


def _bare(text: str) -> str:
    return text.strip().rstrip(Words("minutes")["stops"])


def _ended(text: str) -> str:
    return _bare(text) + Words("minutes")["stop"]
