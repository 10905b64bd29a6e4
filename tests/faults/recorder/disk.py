"""A disk with a cache: what is on it for certain after some deeds, and what a power cut may leave of the rest."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.recorder.trace import Deed, Kind

SECTORS = (512, 4096)
SHARED = "-shm"
"""SQLite's shared memory: written through a map that nobody sees, and nothing to SQLite after a power cut."""

State = dict[str, bytes | None]
"""A folder's content: bytes by name, None for a folder."""


@dataclass(eq=False)
class Body:
    """What a file holds: `safe` is on the disk, the deeds `since` are in the cache."""

    safe: bytes = b""
    since: list[Deed] = field(default_factory=list)


@dataclass(eq=False)
class Folder:
    """What a folder holds: `safe` is on the disk, the changes `since` are in the cache, `now` is both together."""

    safe: dict[str, Body | Folder] = field(default_factory=dict)
    since: list[Change] = field(default_factory=list)
    now: dict[str, Body | Folder] = field(default_factory=dict)


@dataclass(eq=False)
class Change:
    """Names that change in one instant, as a journalling file system does it: what each of them stands for then."""

    names: tuple[tuple[Folder, str, Body | Folder | None], ...]


_Names = Callable[[Folder], dict[str, Body | Folder]]
_Content = Callable[[Body], bytes]


class Disk:
    """The files below `root` as a process changes them. Made before the process starts."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._bodies: dict[int, Body] = {}
        self._top = self._found(self._root)

    def _found(self, place: Path) -> Folder:
        folder = Folder()
        for path in place.iterdir():
            node = self._found(path) if path.is_dir() else Body(path.read_bytes())
            if isinstance(node, Body):
                self._bodies[path.stat().st_ino] = node
            folder.safe[path.name] = folder.now[path.name] = node
        return folder

    def do(self, deed: Deed) -> None:
        """The process goes on by one deed."""
        if deed.kind in (Kind.WRITTEN, Kind.CUT):
            self._bodies[deed.inode].since.append(deed)
        elif deed.kind is Kind.SYNCED and deed.path:
            self._folder_synced(self._folder(Path(deed.path)))
        elif deed.kind is Kind.SYNCED:
            body = self._bodies[deed.inode]
            body.safe, body.since = _whole(body), []
        elif deed.kind is not Kind.TOLD:
            self._change(self._change_of(deed))

    def _change_of(self, deed: Deed) -> Change:
        path = Path(deed.path)
        folder = self._folder(path.parent)
        if deed.kind is Kind.RENAMED:
            target = Path(deed.other)
            node = folder.now[path.name]
            return Change(((folder, path.name, None), (self._folder(target.parent), target.name, node)))
        fresh: Body | Folder | None = None
        if deed.kind is Kind.CREATED:
            fresh = self._bodies[deed.inode] = Body()
        elif deed.kind is Kind.FOLDER_MADE:
            fresh = Folder()
        return Change(((folder, path.name, fresh),))

    def _change(self, change: Change) -> None:
        for folder, name, node in change.names:
            _enter(folder.now, name, node)
            if change not in folder.since:
                folder.since.append(change)

    def _folder_synced(self, synced: Folder) -> None:
        for change in list(synced.since):
            for folder, name, node in change.names:
                _enter(folder.safe, name, node)
                if change in folder.since:
                    folder.since.remove(change)

    def _folder(self, path: Path) -> Folder:
        folder: Body | Folder = self._top
        for name in path.relative_to(self._root).parts:
            assert isinstance(folder, Folder)
            folder = folder.now[name]
        assert isinstance(folder, Folder)
        return folder

    def now(self) -> State:
        """Everything as the process sees it."""
        return dict(_listed(self._top, "", lambda folder: folder.now, _whole))

    def after_a_cut(self, chance: random.Random) -> State:
        """One of the states the power may leave: of every folder the changes up to some moment, of every file any of
        the sectors written since it was last forced to the disk, one of them perhaps torn."""
        kept: set[Change] = set()
        folders = [self._top]
        for folder in folders:
            folders += [node for node in folder.now.values() if isinstance(node, Folder)]
            count = len(folder.since)
            kept.update(folder.since[: chance.choice((0, count, chance.randint(0, count)))])
        sector = chance.choice(SECTORS)

        def names(folder: Folder) -> dict[str, Body | Folder]:
            found = dict(folder.safe)
            for change in folder.since:
                for owner, name, node in change.names if change in kept else ():
                    if owner is folder:
                        _enter(found, name, node)
            return found

        return dict(_listed(self._top, "", names, lambda body: _cut(body, sector, chance)))


def _enter(names: dict[str, Body | Folder], name: str, node: Body | Folder | None) -> None:
    if node is None:
        names.pop(name, None)
    else:
        names[name] = node


def _listed(folder: Folder, before: str, names: _Names, content: _Content) -> Iterator[tuple[str, bytes | None]]:
    for name, node in sorted(names(folder).items()):
        if isinstance(node, Folder):
            yield before + name, None
            yield from _listed(node, f"{before}{name}/", names, content)
        else:
            yield before + name, content(node)


def _put(content: bytearray, deed: Deed) -> None:
    content.extend(bytes(max(0, deed.offset - len(content))))
    if deed.kind is Kind.CUT:
        del content[deed.offset :]
    else:
        content[deed.offset : deed.offset + len(deed.data)] = deed.data


def _whole(body: Body) -> bytes:
    content = bytearray(body.safe)
    for deed in body.since:
        _put(content, deed)
    return bytes(content)


def _cut(body: Body, sector: int, chance: random.Random) -> bytes:
    """What is left of a file: nothing new, everything, or any of the sectors."""
    luck = chance.random()
    if luck < 0.15 or not body.since:
        return body.safe
    if luck < 0.3:
        return _whole(body)
    content = bytearray(body.safe)
    share = chance.choice((0.1, 0.5, 0.9))
    for deed in body.since:
        for part in _sectors(deed, sector):
            if chance.random() < share:
                torn = chance.randint(0, len(part.data)) if chance.random() < 0.05 else len(part.data)
                _put(content, Deed(part.kind, 0, part.offset, "", "", part.data[:torn]))
    return bytes(content)


def _sectors(deed: Deed, sector: int) -> Iterator[Deed]:
    if deed.kind is Kind.CUT:
        yield deed
        return
    start, last = deed.offset, deed.offset + len(deed.data)
    while start < last:
        end = min(start - start % sector + sector, last)
        yield Deed(deed.kind, 0, start, "", "", deed.data[start - deed.offset : end - deed.offset])
        start = end


def lay_out(state: State, folder: Path, chance: random.Random) -> None:
    """Put a state into `folder`; the shared memory is what the machine last happened to write of it."""
    folder.mkdir(parents=True)
    for name, content in state.items():
        if content is None:
            (folder / name).mkdir()
        elif name.endswith(SHARED):
            (folder / name).write_bytes(chance.choice((b"", chance.randbytes(32768))))
        else:
            (folder / name).write_bytes(content)


def found(folder: Path) -> State:
    """What really stands in a folder, the shared memory left out."""
    paths = sorted(path for path in folder.rglob("*") if not path.name.endswith(SHARED))
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in paths}


def told(deeds: Iterable[Deed]) -> list[str]:
    """The whole lines a process had told."""
    text = b"".join(deed.data for deed in deeds if deed.kind is Kind.TOLD).decode()
    return text[: text.rfind("\n") + 1].splitlines()
