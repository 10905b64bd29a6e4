"""The line to the district over HTTP: signed, packed, with a limit to every wait."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote, urlsplit

from qi_desk.domain.errors import UNREADABLE, Expected, Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.services.district_line import Claim, Enrolment
from qi_desk.sync.protocol import LOOPBACK, VERSION, Answer, Page, trust, wire

T = TypeVar("T")
Signer = Callable[[bytes, str, str, bytes], bytes]
_TIMEOUT = 20.0
_PAGE = 500
_SIZE_BYTES = 8
_PREFIX = "/sync/v1"


class HttpLine:
    """Speaks for one enrolled device. `sign` is (private key, method, target, body) to the signature."""

    def __init__(self, given: Enrolment, sign: Signer) -> None:
        self._given, self._sign = given, sign
        self._secure = _trusting(given.url, given.authority)

    def push(self, log: str, origin: Position, before: Position, lines: Sequence[bytes]) -> Answer:
        """Send operations. Raises OSError where the line is cut, NotAllowed where the district says no."""
        return _read(
            wire.read_answer, self._ask("POST", "/ops", wire.push_body(log, origin, before, lines), (200, 409))
        )

    def changes(self, cursor: str, logs: str) -> Page:
        """Ask for a page. Raises as `push`."""
        target = f"/changes?cursor={quote(cursor)}&logs={quote(logs)}&limit={_PAGE}"
        return _read(wire.read_page, self._ask("GET", target, b"", (200,)))

    def lease(self, resources: Sequence[str]) -> Mapping[str, str]:
        """Ask to decide alone over these. Raises as `push`."""
        body = wire.pack({"resources": list(resources)})
        return _read(_held, self._ask("POST", "/leases", body, (200,)))

    def missing_files(self, digests: Sequence[str]) -> Mapping[str, int]:
        """Which contents the district has not whole, and how far each has come. Raises as `push`."""
        body = wire.pack({"digests": list(digests)})
        return _read(_missing, self._ask("POST", "/files", body, (200,)))

    def send_file(self, digest: str, offset: int, size: int, frame: bytes) -> int:
        """Send one piece; where the next one begins. Raises as `push`."""
        target = f"/files/{digest}?offset={offset}&size={size}"
        return _read(_have, self._ask("PATCH", target, frame, (200, 409)))

    def fetch_file(self, digest: str, offset: int) -> tuple[bytes, int]:
        """One piece, and how large the whole is. Raises as `push`, Missing("blob.missing")."""
        return self._piece(f"/files/{digest}?offset={offset}")

    def _piece(self, target: str) -> tuple[bytes, int]:
        said = self._ask("GET", target, b"", (200,))
        if len(said) < _SIZE_BYTES:
            raise ConnectionError("half an answer")
        return said[_SIZE_BYTES:], int.from_bytes(said[:_SIZE_BYTES], "big")

    def offer(self) -> tuple[bytes, datetime]:
        """The list of the release the district hands out, and what time it is there. Raises as `push`,
        Missing("blob.missing")."""
        return _read(_offered, self._ask("GET", "/update", b"", (200,)))

    def fetch_update(self, digest: str, offset: int) -> tuple[bytes, int]:
        """One piece of a release's package, and how large it is. Raises as `fetch_file`."""
        return self._piece(f"/update/{digest}?offset={offset}")

    def station(self) -> tuple[State, ...]:
        """The station's entry and its people, as the district has them. Raises as `push`."""
        return _read(wire.read_records, self._ask("GET", "/station", b"", (200,)))

    def judge(self, desk: str, claims: Sequence[Claim]) -> Mapping[str, str]:
        """The district's word on claims. Raises as `push`."""
        return _read(_verdicts, self._ask("POST", "/bookings", wire.pack({"claims": wire.claims_head(claims)}), (200,)))

    def _ask(self, method: str, target: str, body: bytes, expected: tuple[int, ...]) -> bytes:
        path = urlsplit(self._given.url).path.rstrip("/") + _PREFIX + target
        signature = self._sign(bytes.fromhex(self._given.key), method, _PREFIX + target, body)
        headers = {
            "X-Device": self._given.device,
            "X-Protocol": str(VERSION),
            "X-Signature": base64.b64encode(signature).decode(),
        }
        status, said = _speak(self._given.url, method, path, body, headers, self._secure)
        if status in expected:
            return said
        if status == http.client.NOT_FOUND:
            raise Missing("blob.missing")
        raise _no(status, said)


def enrol(url: str, code: str, newcomer: Mapping[str, str], public: bytes, private: bytes) -> Enrolment:
    """Enrol this PC by a one-time code; `newcomer` is its name, letter and file as the district wants to know them. A
    code that names the district's own authority makes this PC trust it, for this line alone.
    Raises OSError, NotAllowed for a code that is not good and "enrol.authority" for a server the code was not made by,
    Invalid for an address that is none or would send in the open."""
    parts = urlsplit(url)
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or plain):
        raise Invalid([Problem("district", "sync.address")])
    path = parts.path.rstrip("/") + _PREFIX
    code, mark = trust.read(code)
    authority = _authority(url, path, mark) if mark and not plain else ""
    said = {"code": code, **newcomer, "key": base64.b64encode(public).decode()}
    status, body = _speak(url, "POST", path + "/enroll", json.dumps(said).encode(), {}, _trusting(url, authority))
    if status != http.client.CREATED:
        raise _no(status, body)
    device, station, letter, secret, district_key = _read(_admitted, body)
    return Enrolment(url.rstrip("/"), device, private.hex(), station, letter, secret, district_key, authority)


def _authority(url: str, path: str, mark: str) -> str:
    """The certificate (PEM) the code's letters stand for. Whoever answers is asked, and nothing is told to him."""
    anyone = ssl.create_default_context()
    anyone.check_hostname = False
    anyone.verify_mode = ssl.CERT_NONE
    status, body = _speak(url, "GET", path + "/authority", b"", {}, anyone)
    if status in (429, 503):
        raise ConnectionError(f"HTTP {status}")
    try:
        pem = body.decode("ascii")
        if status == http.client.OK and trust.mark_of(ssl.PEM_cert_to_DER_cert(pem)) == mark:
            return pem
    except ValueError:
        pass
    raise NotAllowed("enrol.authority")


def _trusting(url: str, authority: str) -> ssl.SSLContext | None:
    """What the computer trusts, and the district's own authority where there is one; None for the line within this
    computer."""
    if urlsplit(url).scheme != "https":
        return None
    secure = ssl.create_default_context()
    if authority:
        secure.load_verify_locations(cadata=authority)
    return secure


def _read(reader: Callable[[bytes], T], body: bytes) -> T:
    """What the answer says. One that cannot be read is no district's: a captive portal answers everything with 200."""
    try:
        return reader(body)
    except (Invalid, *UNREADABLE) as error:
        raise ConnectionError("unreadable answer") from error


def _verdicts(body: bytes) -> Mapping[str, str]:
    return {str(booking): str(verdict) for booking, verdict in json.loads(body)["verdicts"].items()}


def _missing(body: bytes) -> Mapping[str, int]:
    return {str(digest): int(offset) for digest, offset in json.loads(body)["missing"].items()}


def _offered(body: bytes) -> tuple[bytes, datetime]:
    said = json.loads(body)
    now = datetime.fromisoformat(said["now"])
    if now.tzinfo is None:
        raise ValueError(now)
    return base64.b64decode(said["list"], validate=True), now


def _have(body: bytes) -> int:
    return int(json.loads(body)["have"])


def _held(body: bytes) -> Mapping[str, str]:
    return {str(resource): str(until) for resource, until in json.loads(body)["held"].items()}


def _admitted(body: bytes) -> list[str]:
    answer = json.loads(body)
    return [str(answer[name]) for name in ("device", "station", "letter", "secret", "district_key")]


def _speak(
    url: str, method: str, target: str, body: bytes, headers: Mapping[str, str], secure: ssl.SSLContext | None
) -> tuple[int, bytes]:
    parts = urlsplit(url)
    assert parts.hostname is not None
    if parts.scheme == "https":
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=_TIMEOUT, context=secure
        )
    else:
        line = http.client.HTTPConnection(parts.hostname, parts.port, timeout=_TIMEOUT)
    try:
        line.request(method, target, body, dict(headers))
        answer = line.getresponse()
        return answer.status, answer.read(wire.MOST_BYTES)
    except http.client.HTTPException as error:
        # Half an answer is no answer: the same is asked again.
        raise ConnectionError(str(error)) from error
    finally:
        line.close()


def _no(status: int, body: bytes) -> Expected | OSError:
    """What a refusal means. A page in HTML is no district: somebody's captive portal answered."""
    try:
        code = str(json.loads(body)["code"])
    except UNREADABLE:
        return ConnectionError(f"HTTP {status}")
    if status in (429, 503):
        return ConnectionError(code)
    return NotAllowed(code)
