"""What comes over the line and on the courier's stick, at the district and at the desk."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
from functools import cache
from typing import Any

from qi_desk.district import courier as ends
from qi_desk.district import office as offices
from qi_desk.district.application import Application
from qi_desk.district.devices import Device, Newcomer
from qi_desk.district.office import Office
from qi_desk.domain.ledger import operations, state_lines
from qi_desk.domain.ledger.state import Claim, Contest, State
from qi_desk.security import parcels, signing
from qi_desk.services.district_line import Enrolment
from qi_desk.sync import courier, line
from qi_desk.sync.protocol import Answer, Page, parts, wire
from tests.fuzz.mutations import json_near, lines_near
from tests.fuzz.targets import Target
from tests.fuzz.typed import bench, place

_AT = "2026-03-10T09:00:00+08:00"


@cache
def office() -> Office:
    """A district."""
    return offices.found(place() / "district")


@cache
def device() -> tuple[Device, bytes]:
    """An enrolled desk and its private key."""
    private = signing.new_key()
    newcomer = Newcomer("窗口", "A", "f" * 32)
    return office().devices.enrol(office().devices.new_code("PY03"), newcomer, signing.public_of(private)), private


@cache
def application() -> Any:
    """The district's door."""
    return Application(office()).app


def asked(method: str, target: str, body: bytes, headers: dict[str, str], *, signed: bool) -> int:
    """The status of its answer to one request."""
    known, private = device()
    said = {"x-device": known.id, "x-protocol": "9", **headers}
    if signed:
        said["x-signature"] = base64.b64encode(signing.sign(private, method, target, body)).decode()
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode("utf-8", "replace"),
        "headers": [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in said.items()
        ],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(application()(scope, receive, send))
    return statuses[0]


def _request(data: bytes) -> None:
    """A request as [method, target, headers, body as JSON lines or text, packed, signed]."""
    try:
        method, target, headers, body, packed, signed = json.loads(data)
        headers = {str(name): str(value) for name, value in headers.items()}
        raw = str(body).encode()
    except (ValueError, TypeError, AttributeError, RecursionError):
        return
    if str(method) not in ("GET", "POST", "PATCH") or not str(target).startswith("/") or not str(target).isascii():
        return
    status = asked(method, target, gzip.compress(raw, mtime=0) if packed else raw, headers, signed=bool(signed))
    assert status < 500, status


def _requests() -> list[bytes]:
    head = {"inc": "i", "origin": [0, "00"], "before": [0, "00"]}
    claim = {"booking": "b", "resource": "r", "begins": _AT, "ends": "2026-03-10T10:00:00+08:00", "made_at": _AT}
    key = base64.b64encode(bytes(32)).decode()
    said = (
        ("POST", "/sync/v1/enroll", {"code": "x", "name": "n", "letter": "A", "file": "f", "key": key}, False, True),
        ("POST", "/sync/v1/ops", head, True, True),
        ("GET", "/sync/v1/changes?cursor=0&logs=&limit=5", "", False, True),
        ("POST", "/sync/v1/leases", {"resources": ["r"]}, True, True),
        ("POST", "/sync/v1/files", {"digests": ["a" * 64]}, True, True),
        ("PATCH", f"/sync/v1/files/{'a' * 64}?offset=0&size=5", "hello", False, True),
        ("GET", f"/sync/v1/files/{'a' * 64}?offset=0", "", False, True),
        ("GET", "/sync/v1/station", "", False, True),
        ("POST", "/sync/v1/bookings", {"claims": [claim]}, True, True),
        ("GET", "/openapi.json", "", False, True),
        ("GET", "/", "", False, True),
    )
    made = []
    for method, target, body, packed, signed in said:
        text = body if isinstance(body, str) else json.dumps(body)
        made.append(json.dumps([method, target, {"x-protocol": "9"}, text, packed, signed]).encode())
    return made


def _bodies_asked(data: bytes) -> None:
    """A signed body at each of the doors that take one."""
    for door in ("ops", "leases", "files", "bookings"):
        assert asked("POST", f"/sync/v1/{door}", gzip.compress(data, mtime=0), {}, signed=True) < 500
    assert asked("POST", "/sync/v1/enroll", data, {}, signed=False) < 500


def _line(data: bytes) -> None:
    """Answers of whoever sits at the other end: read, or a line that is cut."""
    packed = gzip.compress(data, mtime=0)
    for reader in (wire.read_answer, wire.read_page, wire.read_records):
        _cut(reader, packed)
    for reader in (line._verdicts, line._missing, line._have, line._held, line._admitted):
        _cut(reader, data)
    line._no(403, data)


def _cut(reader: Any, data: bytes) -> None:
    try:
        line._read(reader, data)
    except ConnectionError:
        return


@cache
def _operations() -> list[bytes]:
    store = bench().house.store
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT raw FROM op ORDER BY seq").fetchall()
    return [bytes(found[0]) for found in rows]


def _state() -> State:
    claims = (Claim("u1", "甲", None), Claim("u2", "乙", None))
    contest = Contest("name", None, "both", claims[0], claims[1:])
    return State("enterprise", "e1", {"name": "甲"}, {"name": "u1"}, {"name": ("u0",)}, 3, (contest,), ("u3",), {})


def _bodies() -> list[bytes]:
    from qi_desk.domain.ledger.watermarks import Position

    position = Position(3, bytes(32))
    raw = _operations()
    answer = Answer("ok", "epoch", position, 3, {1: "taken"})
    page = Page("", "c1", (_state(),), False, position, frozenset({1}), False, {})
    packed = (
        wire.push_body("i", position, position, raw[:2]),
        wire.answer_body(answer),
        wire.page_body(page),
        wire.records_body([_state()]),
        wire.pack({"resources": ["r"], "digests": ["a" * 64], "held": {"r": _AT}, "missing": {"a": 0}, "have": 4}),
    )
    return [gzip.decompress(one) for one in packed]


def _operation(data: bytes) -> None:
    operations.decode(data)
    operations.read(data)


def _record(data: bytes) -> None:
    state_lines.read_state(data.decode("utf-8", "replace"))


@cache
def _given() -> Enrolment:
    known, private = device()
    public = signing.public_of(office().key).hex()
    return Enrolment(
        "http://127.0.0.1", known.id, private.hex(), known.station, known.letter, known.secret.hex(), public
    )


def _to_desk(data: bytes) -> None:
    """A parcel whose seal holds and whose content is anything."""
    label = parcels.Label(parts.DISTRICT, _given().device, "PY03", _AT)
    file = place() / "to-desk"
    file.write_bytes(parcels.seal(data, label, device()[0].secret, office().key))
    files = courier.ParcelFiles(lambda *_: b"", _unsealed, parcels.label_of, parcels.MOST_BYTES)
    files.read(str(file), _given())


def _unsealed(parcel: bytes, given: Enrolment) -> bytes:
    return parcels.unseal(parcel, bytes.fromhex(given.secret), bytes.fromhex(given.district_key))


def _to_district(data: bytes) -> None:
    known, private = device()
    label = parcels.Label(known.id, parts.DISTRICT, "PY03", _AT)
    file = place() / "to-district"
    file.write_bytes(parcels.seal(data, label, known.secret, private))
    ends.take(office(), file)


def _contents() -> list[bytes]:
    made = []
    bodies = _bodies()
    for body in (bodies[0], bodies[2]):
        head = {"cursor": "", "logs": "", "claims": [], "verdicts": {"b": ["confirmed", "r", 1, 2]}}
        made.append(parts.join(head, [gzip.compress(body, mtime=0)]))
    return [*made, parts.join({"cursor": "", "logs": "", "claims": [], "verdicts": {}}, [])]


def _parcel(data: bytes) -> None:
    """Bytes that call themselves a parcel."""
    parcels.label_of(data)
    parcels.unseal(data, bytes(32), signing.public_of(office().key))


def _parcels() -> list[bytes]:
    label = parcels.Label("a", "b", "PY03", _AT)
    return [parcels.seal(b"content", label, bytes(32), office().key)]


TARGETS = (
    Target("request", _request, _requests, json_near),
    Target("asked", _bodies_asked, _bodies, lines_near),
    Target("line", _line, _bodies, lines_near),
    Target("operation", _operation, lambda: _operations()[:12], json_near),
    Target("record", _record, lambda: [state_lines.state_line(_state()).encode()], json_near),
    Target("to_desk", _to_desk, _contents),
    Target("to_district", _to_district, _contents),
    Target("parcel", _parcel, _parcels),
)
