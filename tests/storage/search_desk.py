"""A small encrypted station file with an index, for the search tests. People and companies are invented."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from qi_desk import paths
from qi_desk.domain.pinyin import Readings
from qi_desk.services.ports import Hit
from qi_desk.storage.engine import make_engine
from qi_desk.storage.search_find import Finder
from qi_desk.storage.search_index import SearchIndex
from qi_desk.storage.search_visitors import Visitor
from qi_desk.storage.tables.entities import METADATA
from qi_desk.storage.tables.search import SEARCH_DDL

KEY = bytes(range(32))


@cache
def readings() -> Readings:
    """The readings the application uses."""
    folder = paths.resources() / "pinyin"
    return Readings.parse(
        (folder / "readings.txt").read_text("utf-8"),
        tomllib.loads((folder / "phrases.toml").read_text("utf-8")),
    )


class Desk:
    """Writes rows and their index entries, and searches."""

    def __init__(self, folder: Path) -> None:
        self.engine: Engine = make_engine(folder / "station.db", KEY)
        self.connection: Connection = self.engine.connect()
        METADATA.create_all(self.connection)
        for statement in SEARCH_DDL:
            self.connection.exec_driver_sql(statement)
        self.index = SearchIndex(readings())
        self.finder = Finder()
        self.connection.commit()

    def add(self, kind: str, eid: str, **values: Any) -> None:
        """A new record, in its table and in the index."""
        self.put(kind, eid, **values)
        self.index.refresh(self.connection, kind, eid, values)

    def put(self, kind: str, eid: str, **values: Any) -> None:
        """A new record in its table alone."""
        cells = {name: json.dumps(cell) if isinstance(cell, list) else cell for name, cell in values.items()}
        names = ["eid", *cells, "fmeta", "ver"]
        marks = ", ".join("?" * len(names))
        self.connection.exec_driver_sql(
            f'INSERT INTO "{kind}" ({", ".join(names)}) VALUES ({marks})', (eid, *cells.values(), "{}", 1)
        )

    def change(self, kind: str, eid: str, **values: Any) -> None:
        """The record with these values instead, `values` being all that the search looks at."""
        for name, cell in values.items():
            shown = json.dumps(cell) if isinstance(cell, list) else cell
            self.connection.exec_driver_sql(f'UPDATE "{kind}" SET {name} = ? WHERE eid = ?', (shown, eid))
        self.index.refresh(self.connection, kind, eid, values)

    def find(self, text: str, **options: Any) -> tuple[Hit, ...]:
        """What the search box finds."""
        return self.finder.find(self.connection, text, **options)

    def ids(self, text: str, **options: Any) -> list[str]:
        """The ids of what the search box finds."""
        return [hit.eid for hit in self.find(text, **options)]

    def visitors(self, text: str) -> tuple[Visitor, ...]:
        """Returning visitors."""
        return self.finder.visitors(self.connection, text)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
        self.engine.dispose()
