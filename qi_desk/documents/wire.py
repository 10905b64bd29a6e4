"""Views and papers as JSON between the program and its paper process."""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from types import UnionType
from typing import IO, Any, get_args, get_origin, get_type_hints

from qi_desk.domain import moments

_LENGTH = struct.Struct(">I")
_LARGEST = 256 * 1024 * 1024


def send(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Write one message. Raises OSError when nobody reads any more."""
    data = json.dumps(message, ensure_ascii=False, default=_plain).encode("utf-8")
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> dict[str, Any] | None:
    """Read one message; None at the end. Raises ValueError for what is no message."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _LARGEST:
        raise ValueError("message too large")
    data = stream.read(length)
    if len(data) < length:
        return None
    message: dict[str, Any] = json.loads(data)
    return message


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moments.to_text(value)
    if isinstance(value, bytes):
        return {"b64": base64.b64encode(value).decode("ascii")}
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


def unbytes(value: Any) -> bytes:
    """The bytes behind what `send` wrote for them."""
    return base64.b64decode(value["b64"])


def rebuild(shape: Any, value: Any) -> Any:
    """The value of type `shape` (dataclasses, tuples, datetimes, bytes, plain values, or None) behind its JSON."""
    if value is None:
        return None
    if isinstance(shape, UnionType):
        shape = next(one for one in get_args(shape) if one is not type(None))
    if is_dataclass(shape) and isinstance(shape, type):
        hints = get_type_hints(shape)
        return shape(**{one.name: rebuild(hints[one.name], value[one.name]) for one in fields(shape)})
    if get_origin(shape) is tuple:
        return tuple(rebuild(get_args(shape)[0], part) for part in value)
    if shape is bytes:
        return unbytes(value)
    if shape is datetime:
        return moments.from_text(value)
    return value
