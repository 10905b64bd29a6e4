"""What the editor writes in: the topics of a meeting, or the body of minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor

from qi_desk.domain.meetings.records import PRESENT
from qi_desk.gui import words
from qi_desk.gui.pages.meetings.editor.people_list import PeopleList
from qi_desk.gui.pages.meetings.editor.text_edit import RecordText
from qi_desk.gui.workplace import Workplace
from qi_desk.services.meetings import minutes, minutes_views, recording, views
from qi_desk.services.meetings.minutes_views import MinutesView
from qi_desk.services.meetings.views import MeetingView

if TYPE_CHECKING:
    from qi_desk.gui.pages.meetings.editor.editor import MeetingEditor

Text = tuple[str, str, str, str]
"""The id of a text's record, its title, what it says, the operation that wrote it."""


@dataclass
class Sheet:
    """One text in the editor: `writer` the operation it was read from, `dirty` whether something was typed since."""

    eid: str
    title: str
    field: RecordText
    people: PeopleList
    writer: str
    dirty: bool = False

    @staticmethod
    def made(editor: MeetingEditor, eid: str, title: str, text: str, writer: str) -> Sheet:
        """A field for a text."""
        clock = editor.clock
        field = RecordText(editor.pictures.shown, clock, editor)
        field.setAccessibleName(title)
        field.marks.speakers = editor.source is None or not editor.source.outgoing
        field.set_text(text)
        return Sheet(eid, title, field, PeopleList(field), writer)

    def listed(self, place: int) -> str:
        """The line in the outline; a dot says that it is not saved."""
        return f"{'● ' if self.dirty else ''}{place}. {self.title}"

    def follow(self, title: str, text: str, writer: str) -> None:
        """Somebody may have written: a text nobody types in follows, one that is typed in waits for its saving."""
        self.title = title
        if not self.dirty and writer != self.writer:
            if text != self.field.text():
                self.field.set_text(text)
            self.writer = writer

    def put_back(self, text: str, writer: str) -> None:
        """What is written here and not saved, begun from the text of `writer`."""
        self.field.set_text(text)
        self.writer, self.dirty = writer, True

    def write_over(self, text: str) -> None:
        """Another text in place of this one, as if typed: Ctrl+Z takes it back."""
        cursor = QTextCursor(self.field.document())
        cursor.select(QTextCursor.SelectionType.Document)
        self.field.setTextCursor(cursor)
        self.field.insert_text(text)


class Source:
    """Where the texts come from and go to. `kind` is "meeting" or "minutes", `subject_kind` the kind of record a text
    is, `outgoing` whether others read it."""

    kind = ""
    subject_kind = ""
    outgoing = False

    def __init__(self, eid: str) -> None:
        self.eid = eid
        self.view: Any = None

    @property
    def show(self) -> Callable[..., Any]:
        """The use case that reads it."""
        raise NotImplementedError

    @property
    def meeting(self) -> str:
        """The meeting pictures are kept with."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.view.row.title)

    @property
    def where(self) -> str:
        """When and where, and how far it is."""
        raise NotImplementedError

    @property
    def lock(self) -> str:
        """ "open", "checked" or "locked"."""
        raise NotImplementedError

    @property
    def writable(self) -> bool:
        """Whether the person signed in may write."""
        raise NotImplementedError

    @property
    def people(self) -> tuple[str, ...]:
        """Who is offered at the caret."""
        return ()

    def texts(self) -> tuple[Text, ...]:
        """The texts, in order."""
        raise NotImplementedError

    def save(
        self,
        work: Workplace,
        owner: QObject,
        texts: Mapping[str, str],
        seen: Mapping[str, str],
        done: Callable[[Mapping[str, str]], None],
        failed: Callable[[Any], None],
    ) -> None:
        """Write texts by id; `done` gets the writers by id."""
        raise NotImplementedError


class RecordSource(Source):
    """The topics of a meeting."""

    kind, subject_kind = "meeting", "meeting_topic"
    view: MeetingView

    @property
    def show(self) -> Callable[..., Any]:
        return views.show

    @property
    def meeting(self) -> str:
        return self.eid

    @property
    def where(self) -> str:
        row, values = self.view.row, self.view.values
        when = f"{row.planned_on.isoformat()} {values['starts']} 至 {values['ends']}"
        return f"{when}　{row.place}　{words.label('meeting_states', row.state)}"

    @property
    def lock(self) -> str:
        if self.view.intact is not None:
            return "locked"
        return "checked" if self.view.row.state == "signing" else "open"

    @property
    def writable(self) -> bool:
        return self.view.writable

    @property
    def people(self) -> tuple[str, ...]:
        here = [one for one in self.view.attendees if one.role in PRESENT]
        return tuple(one.name for one in sorted(here, key=lambda one: one.signed_in_at is None))

    def texts(self) -> tuple[Text, ...]:
        return tuple((one.eid, one.title, one.text, one.writer) for one in self.view.topics)

    def save(
        self,
        work: Workplace,
        owner: QObject,
        texts: Mapping[str, str],
        seen: Mapping[str, str],
        done: Callable[[Mapping[str, str]], None],
        failed: Callable[[Any], None],
    ) -> None:
        work.act(recording.save_topics, self.eid, dict(texts), dict(seen), owner=owner, done=done, failed=failed)


class MinutesSource(Source):
    """The body of minutes."""

    kind, subject_kind, outgoing = "minutes", "minutes", True
    view: MinutesView

    @property
    def show(self) -> Callable[..., Any]:
        return minutes_views.show_minutes

    @property
    def meeting(self) -> str:
        return self.view.row.meeting

    @property
    def where(self) -> str:
        row = self.view.row
        state = words.label("minutes_states", row.state)
        return f"{row.meeting_title}　{row.number}　{state}"

    @property
    def lock(self) -> str:
        state = self.view.row.state
        return "locked" if self.view.intact is not None else "checked" if state == "checked" else "open"

    @property
    def writable(self) -> bool:
        return "write_minutes" in self.view.deeds

    def texts(self) -> tuple[Text, ...]:
        body = str(self.view.values["body"])
        return ((self.eid, "纪要正文", body, self.view.writers.get("body", "")),)

    def save(
        self,
        work: Workplace,
        owner: QObject,
        texts: Mapping[str, str],
        seen: Mapping[str, str],
        done: Callable[[Mapping[str, str]], None],
        failed: Callable[[Any], None],
    ) -> None:
        def written(writers: Mapping[str, str]) -> None:
            done({self.eid: writers.get("body", "")})

        given, known = {"body": texts[self.eid]}, {"body": seen[self.eid]}
        work.act(minutes.save, self.eid, given, known, owner=owner, done=written, failed=failed)


def source_of(kind: str, eid: str) -> Source:
    """The source for "meeting" or "minutes"."""
    return RecordSource(eid) if kind == "meeting" else MinutesSource(eid)
