"""What every page works with: who is signed in, the door off the GUI thread, and the one signal of change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from qi_desk.domain.errors import NotAllowed

if TYPE_CHECKING:
    from qi_desk.domain.errors import Expected

    # The sign-in page waits for this module: what only names types is left out of its way.
    from qi_desk.gui.dialogs import Dialogs
    from qi_desk.gui.jobs import Back, InlineJobs, Jobs
    from qi_desk.gui.speaking import Speaking
    from qi_desk.services.gate import Arrival, Gate
    from qi_desk.services.outcomes import Done
    from qi_desk.services.papers import Papers, Printer
    from qi_desk.services.ports import Actor, House


@dataclass(frozen=True, slots=True)
class Gates:
    """The doors the window may go through: the one it was opened for, and how to reach a real and a practice
    station in folders of their own, so that neither is ever made inside the other."""

    first: Gate
    real: Callable[[], Gate]
    practice: Callable[[], Gate]


class Workplace(QObject):
    """One running application."""

    # Records changed: services.outcomes.Changes and the page that did it (or None).
    changed = Signal(object, object)
    # An act can be taken back: its id and the words for the toast.
    undoable = Signal(str, str)
    # Something to tell the person: tone, what, safe, next.
    told = Signal(str, str, str, str)
    # What was told just now is an error the manual explains: its code.
    erred = Signal(str)

    def __init__(
        self, gates: Gates, jobs: Jobs | InlineJobs, dialogs: Dialogs | None, papers: Papers, printer: Printer
    ) -> None:
        super().__init__()
        self.gates = gates
        self.gate = gates.first
        self.jobs = jobs
        self._dialogs = dialogs
        self.papers = papers
        self.printer = printer
        self._arrival: Arrival | None = None
        self._speaking: Speaking | None = None

    @property
    def speaking(self) -> Speaking:
        """The words of the house."""
        if self._speaking is None:
            from qi_desk.gui.speaking import Speaking

            self._speaking = Speaking(self)
        return self._speaking

    @property
    def dialogs(self) -> Dialogs:
        """Where questions are asked; real ones unless others were given."""
        if self._dialogs is None:
            from qi_desk.gui.dialogs import Dialogs

            self._dialogs = Dialogs()
        return self._dialogs

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._arrival is not None

    @property
    def house(self) -> House:
        """What services stand on. Raises NotAllowed("signin.needed") while nobody is signed in."""
        return self._present().house

    @property
    def actor(self) -> Actor:
        """Who is signed in. Raises as `house`."""
        return self._present().actor

    def _present(self) -> Arrival:
        if self._arrival is None:
            raise NotAllowed("signin.needed")
        return self._arrival

    def arrive(self, arrival: Arrival) -> None:
        """Somebody signed in."""
        self._arrival = arrival

    def depart(self) -> None:
        """Nobody is signed in any more."""
        self._arrival = None

    def tell(self, error: Expected, tone: str = "danger") -> None:
        """Tell what happened, what is safe and what to do next."""
        from qi_desk import wording

        said = wording.sentence(error)
        self.told.emit(tone, said.what, said.safe, said.next)
        self.erred.emit(error.code)

    def ask(
        self,
        verb: Callable[..., Any],
        *args: Any,
        owner: QObject,
        done: Back | None = None,
        failed: Back | None = None,
        exclusive: str = "",
        lane: str = "store",
        **options: Any,
    ) -> None:
        """Call a reading use case off the GUI thread with the person signed in."""
        present = self._present()
        call = _Call(verb, present.house, present.actor, args, options)
        self.jobs.run(call, owner=owner, done=done, failed=failed, exclusive=exclusive, lane=lane)

    def note_opened(self, kind: str, eid: str) -> None:
        """Somebody looks at a record: it is offered again by the empty search box."""
        from qi_desk.services import searching

        if self.signed_in:
            self.ask(searching.opened, kind, eid, owner=self)

    def act(
        self,
        verb: Callable[..., Done[Any]],
        *args: Any,
        owner: QObject,
        done: Back | None = None,
        failed: Back | None = None,
        said: str = "",
        lane: str = "store",
        **options: Any,
    ) -> None:
        """Call a writing use case; on success its changes are announced, `said` is offered with an undo where the
        act can be taken back, and `done` gets the value."""
        present = self._present()
        call = _Call(verb, present.house, present.actor, args, options)
        receiver = _Receiver(self, owner, done, said)
        self.jobs.run(call, owner=owner, done=receiver.take, failed=failed, lane=lane)


class _Call:
    """A use case with its arguments, to be called on another thread."""

    def __init__(
        self, verb: Callable[..., Any], house: House, actor: Actor, args: tuple[Any, ...], options: dict[str, Any]
    ) -> None:
        self._verb = verb
        self._house = house
        self._actor = actor
        self._args = args
        self._options = options

    def __call__(self) -> Any:
        return self._verb(self._house, self._actor, *self._args, **self._options)


class _Receiver:
    """Takes the outcome of an act on the GUI thread."""

    def __init__(self, workplace: Workplace, owner: QObject, done: Back | None, said: str) -> None:
        self._workplace = workplace
        self._owner = owner
        self._done = done
        self._said = said

    def take(self, outcome: Done[Any]) -> None:
        if self._done is not None:
            self._done(outcome.value)
        self._workplace.changed.emit(outcome.changes, self._owner)
        if outcome.undo and self._said:
            self._workplace.undoable.emit(outcome.undo, self._said)
