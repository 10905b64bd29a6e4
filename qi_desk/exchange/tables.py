"""The port `Sheets`: files by what is in them, not by their names, and writing whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from qi_desk.domain.errors import BadFile, Missing
from qi_desk.durable_files import file_errors, put_in_place
from qi_desk.exchange import csv_reader, csv_writer
from qi_desk.services.sheets import MAX_BYTES, OutSheet, Sheet

_PACKED = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_NEVER_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")


class TableFiles:
    """Reads and writes tables in files."""

    def read(self, path: Path) -> Sheet:
        """The first visible sheet of an xlsx file, or a CSV file."""
        data = _bytes_of(path)
        digest = hashlib.sha256(data).hexdigest()
        if data.startswith((_PACKED, b"PK\x05\x06", _OLE)):
            from qi_desk.exchange import xlsx_reader

            title, rows, others = xlsx_reader.rows_of(data)
            sheet = Sheet("xlsx", "", digest, title, rows, others)
        else:
            if data.startswith(_NEVER_TEXT) or (b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff")):
                raise BadFile("sheet.not_a_table")
            text, encoding = csv_reader.decoded(data)
            sheet = Sheet("csv", encoding, digest, "", tuple(csv_reader.rows(text)))
        if not sheet.rows:
            raise BadFile("sheet.empty")
        return sheet

    def write(self, path: Path, sheets: Sequence[OutSheet]) -> int:
        """Write xlsx or CSV by the suffix."""
        suffix = path.suffix.lower()
        if suffix not in (".xlsx", ".csv"):
            raise BadFile("sheet.suffix", suffix=suffix or "-")
        temporary = path.with_name(f".{path.name}.part")
        with file_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                if suffix == ".csv":
                    csv_writer.write(temporary, sheets[0])
                else:
                    from qi_desk.exchange import xlsx_writer

                    xlsx_writer.write(temporary, sheets)
                size = temporary.stat().st_size
                put_in_place(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)
        return size


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadFile("sheet.too_large", size=-(-size // 1_000_000), most=MAX_BYTES // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise Missing("file.missing", file=path.name) from error
