"""The zip file an xlsx is: opened with limits on what is declared and on what really comes out."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from qi_desk.domain.errors import BadFile

MAX_ENTRIES = 2_000
MAX_UNPACKED = 600_000_000
"""Bytes of all parts together, unpacked: a table of 50 MB packed seldom has more."""

MAX_RATIO = 200
"""Unpacked to packed. Sheets full of equal rows reach about 60; a bomb is beyond 1,000."""

_RATIO_FROM = 10_000_000
_CHUNK = 262_144
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 0x1


class Package:
    """The parts of one xlsx file by name. Raises BadFile with sheet.password, sheet.old_xls, sheet.not_a_table,
    sheet.bomb or sheet.damaged instead of opening what is none or would do harm."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            locked = "EncryptedPackage".encode("utf-16-le") in data
            raise BadFile("sheet.password" if locked else "sheet.old_xls")
        if not data.startswith(b"PK"):
            raise BadFile("sheet.not_a_table")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise BadFile("sheet.damaged") from error
        self._parts = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        self._left = MAX_UNPACKED
        self._refuse_harm()

    def _refuse_harm(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > MAX_ENTRIES or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise BadFile("sheet.bomb")
        for part in parts:
            if part.flag_bits & _LOCKED:
                raise BadFile("sheet.password")
            if part.compress_type not in _PACKED_KINDS:
                raise BadFile("sheet.damaged")
            if part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
                raise BadFile("sheet.bomb")

    def has(self, name: str) -> bool:
        """Whether there is a part `name`."""
        return name in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part `name` piece by piece, counted as it comes out. Raises BadFile."""
        if name not in self._parts:
            raise BadFile("sheet.damaged")
        try:
            with self._zip.open(self._parts[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise BadFile("sheet.bomb")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise BadFile("sheet.damaged") from error
