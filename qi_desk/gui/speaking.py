"""The words of the house at hand on the GUI thread: phrases and what is not said, read again when they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from qi_desk import resource_files
from qi_desk.domain.speech.forbidden import Watch
from qi_desk.domain.speech.phrases import render
from qi_desk.gui import words
from qi_desk.gui.widgets.phrase_strip import Spoken
from qi_desk.gui.workplace import Workplace
from qi_desk.services import speech
from qi_desk.services.outcomes import Changes
from qi_desk.services.speech import PhraseView, Words

_FALLBACK = "reception.empty"
_KINDS = frozenset({"phrase", "forbidden"})
_EVERYTHING = 8


class Speaking(QObject):
    """Everything the window needs to know of speech; what the program brings, until the station's own was read."""

    changed = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._work = work
        self._take(speech.shipped())
        work.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read the station's words."""
        self._work.ask(speech.words, owner=self, done=self._on_words, exclusive="speech")

    def _on_changed(self, changes: Changes, _source: object) -> None:
        if changes.kinds & _KINDS and self._work.signed_in:
            self.refresh()

    def _on_words(self, found: Words) -> None:
        self._take(found)
        self.changed.emit()

    def _take(self, found: Words) -> None:
        self.words = found
        self._templates = found.templates
        self._of_moment: dict[str, list[PhraseView]] = {}
        for view in found.phrases:
            for moment in view.moments if not view.hidden else ():
                self._of_moment.setdefault(moment, []).append(view)
        self._watch: Watch | None = None

    @property
    def watch(self) -> Watch:
        """What looks texts through; put together when it is first asked for."""
        if self._watch is None:
            self._watch = Watch(self.words.watched, resource_files.forbidden_grammar())
        return self._watch

    def of_moments(self, codes: Sequence[str], slots: Mapping[str, str], limit: int = 8) -> tuple[Spoken, ...]:
        """What to say at the moments `codes`: two sentences of the first, one of each other, then the rest; those of an
        idle counter where there are none. A sentence with a gap can't be said: whole ones come first, and alone where a
        moment has any."""
        groups = [self._at(code, slots) for code in dict.fromkeys(codes)]
        found = [one for group in groups[:1] for one in group[:2]]
        found += [one for group in groups[1:] for one in group[:1]]
        found += [one for group in groups for one in group]
        return tuple(dict.fromkeys(found))[:limit] or tuple(self._at(_FALLBACK, slots))[:limit]

    def _at(self, code: str, slots: Mapping[str, str]) -> list[Spoken]:
        said = [self.said(view, slots) for view in self._of_moment.get(code, ())]
        return [one for one in said if not one.mandarin.missing] or said

    def said(self, view: PhraseView, slots: Mapping[str, str]) -> Spoken:
        """One phrase with its slots filled, in three ways of speaking."""
        templates = self._templates
        return Spoken(
            view.situation,
            render(view.text, slots, templates),
            render(view.cantonese or view.text, slots, templates),
            render(view.english or view.text, slots, templates),
        )

    def find(self, typed: str, slots: Mapping[str, str]) -> tuple[Spoken, ...]:
        """Phrases whose situation, moment or beginning is found by pinyin initials or characters."""
        wanted = typed.casefold()
        hits = [
            view
            for view in self.words.phrases
            if not view.hidden and any(wanted in name or name.startswith(wanted) for name in _names(view))
        ]
        hits.sort(key=lambda view: not any(name.startswith(wanted) for name in words.initials(view.situation)))
        return tuple(self.said(view, slots) for view in hits[:_EVERYTHING])


def _names(view: PhraseView) -> tuple[str, ...]:
    labels = (view.situation, *(words.label("phrase_moments", moment) for moment in view.moments))
    initials = (name for label in labels for name in words.initials(label))
    return (*initials, *labels, view.key)
