"""XML of a spreadsheet part as a stream of events; nothing a document type could define is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NoReturn, Protocol
from xml.parsers import expat

from qi_desk.domain.errors import BadFile


class Handler(Protocol):
    """Takes the events of one part; names come without the prefix the root has."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        ...

    def end(self, name: str) -> None:
        """An element ends."""
        ...

    def text(self, text: str) -> None:
        """Characters inside the element that began last."""
        ...


def feed(chunks: Iterable[bytes], handler: Handler) -> None:
    """Parse a part into `handler`. Raises BadFile: sheet.damaged for no XML, sheet.bomb for a document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def begin(name: str, attributes: dict[str, str]) -> None:
        handler.begin(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        handler.end(name.rpartition(":")[2])

    def first(name: str, attributes: dict[str, str]) -> None:
        # Most programs write no prefixes: then nothing needs to be cut, a million times over.
        prefixed = ":" in name
        parser.StartElementHandler = begin if prefixed else handler.begin
        parser.EndElementHandler = end if prefixed else handler.end
        begin(name, attributes)

    def refuse(*_declared: object) -> NoReturn:
        # Spreadsheet programs write none; entities are how a small file becomes an endless text.
        raise BadFile("sheet.bomb")

    parser.StartElementHandler = first
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BadFile("sheet.damaged") from error
