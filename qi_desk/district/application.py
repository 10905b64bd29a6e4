"""The district over HTTP (ASGI): enrolment, pushes, changes, bookings, health. A desk signs all it sends."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from qi_desk.district import backups, certificates, schema
from qi_desk.district.bookings import BookingJudge
from qi_desk.district.devices import Device, Newcomer
from qi_desk.district.office import Office
from qi_desk.district.openapi import description
from qi_desk.district.pages import Pages
from qi_desk.domain.errors import UNREADABLE, Conflict, Expected, Invalid, Missing, NotAllowed, Problem
from qi_desk.security import signing
from qi_desk.sync import protocol
from qi_desk.sync.protocol import wire

_MOST_BODY = 2 << 20
_AT_ONCE = 16
_HEARD_SECONDS = 30.0
"""How often it is written down that a desk spoke."""
_MOST_NAMED = 1000
_MOST_DIGITS = 15
_LINE_FULL = 64
_RETRY_SECONDS = "2"
_PACKED = "application/x-qi-desk"
_LEAST_PROTOCOL = 1
"""Desks that speak an older one may still send; what is new they are told to come for with a newer program."""

_STATUS = {
    "signature.missing": 401,
    "signature.wrong": 401,
    "enrol.unknown": 401,
    "enrol.revoked": 403,
    "desk.too_old": 426,
}


_Answering = Callable[[Device, Request, bytes], Response]


class Application:
    """Routes over one office; `app` is the ASGI callable. Work of the store runs beside the loop, so many at once and
    so many waiting; whoever comes beyond that is asked to come again."""

    def __init__(self, office: Office, certificate: Path | None = None, authority: bytes = b"") -> None:
        """`certificate` is what the listener shows, `authority` (PEM) what signed it where that is the district's own:
        a desk that knows its letters asks for it before anything else."""
        self._office, self._certificate, self._authority = office, certificate, authority
        self._judge = BookingJudge(office.engine)
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0
        self._heard: dict[str, float] = {}
        self.app = Starlette(
            routes=[
                Route("/sync/v1/enroll", self._enrol, methods=["POST"]),
                Route("/sync/v1/ops", self._signed(self._push), methods=["POST"]),
                Route("/sync/v1/changes", self._signed(self._changes), methods=["GET"]),
                Route("/sync/v1/leases", self._signed(self._leases), methods=["POST"]),
                Route("/sync/v1/files", self._signed(self._missing_files), methods=["POST"]),
                Route("/sync/v1/files/{sha}", self._signed(self._send_file), methods=["PATCH"]),
                Route("/sync/v1/files/{sha}", self._signed(self._fetch_file), methods=["GET"]),
                Route("/sync/v1/update", self._signed(self._update), methods=["GET"]),
                Route("/sync/v1/update/{sha}", self._signed(self._update_piece), methods=["GET"]),
                Route("/sync/v1/station", self._signed(self._station), methods=["GET"]),
                Route("/sync/v1/bookings", self._signed(self._bookings), methods=["POST"]),
                *Pages(office).routes,
                Route("/sync/v1/authority", self._who_signs, methods=["GET"]),
                Route("/health", self._health, methods=["GET"]),
                Route("/metrics", self._metrics, methods=["GET"]),
                Route("/openapi.json", self._described, methods=["GET"]),
            ]
        )

    async def _enrol(self, request: Request) -> Response:
        try:
            said = json.loads(await _body(request))
            key = base64.b64decode(str(said["key"]), validate=True)
            newcomer = Newcomer(*(str(said.get(name, "")) for name in ("name", "letter", "file")))
            device = await run_in_threadpool(self._office.devices.enrol, str(said["code"]), newcomer, key)
        except NotAllowed as error:
            return _refused(error, 403)
        except Invalid as error:
            return _refused(error, 413)
        except UNREADABLE:
            return JSONResponse({"code": "body.unreadable"}, 400)
        epoch = await run_in_threadpool(self._office.ledger.epoch)
        made = {
            "device": device.id,
            "station": device.station,
            "letter": device.letter,
            "epoch": epoch,
            "secret": device.secret.hex(),
            "district_key": signing.public_of(self._office.key).hex(),
        }
        return JSONResponse(made, 201)

    def _signed(self, answer: _Answering) -> Any:
        async def signed(request: Request) -> Response:
            if self._waiting >= _LINE_FULL:
                return JSONResponse({"code": "busy"}, 503, {"Retry-After": _RETRY_SECONDS})
            self._waiting += 1
            try:
                body = await _body(request)
                async with self._at_once:
                    return await run_in_threadpool(self._answered, answer, request, body)
            except Invalid as error:
                return _refused(error, 413)
            finally:
                self._waiting -= 1

        return signed

    def _answered(self, answer: _Answering, request: Request, body: bytes) -> Response:
        try:
            device = self._who(request, body)
            return answer(device, request, body)
        except NotAllowed as error:
            return _refused(error, _STATUS.get(error.code, 403))
        except Invalid as error:
            return _refused(error, 400)

    def _who(self, request: Request, body: bytes) -> Device:
        """The device that signed. Raises NotAllowed; what a revoked one sends is kept apart first."""
        named = request.headers.get("x-device", "")
        try:
            signature = base64.b64decode(request.headers.get("x-signature", ""), validate=True)
        except ValueError as error:
            raise NotAllowed("signature.wrong") from error
        if not named or not signature:
            raise NotAllowed("signature.missing")
        device = self._office.devices.find(named)
        if device is None:
            raise NotAllowed("enrol.unknown")
        query = request.url.query
        target = request.url.path + (f"?{query}" if query else "")
        signing.check(device.public_key, signature, request.method, target, body)
        if device.revoked_at:
            if body:
                self._office.devices.quarantine(device.id, "enrol.revoked", body)
            raise NotAllowed("enrol.forget" if device.lost else "enrol.revoked")
        if time.monotonic() - self._heard.get(device.id, -_HEARD_SECONDS) >= _HEARD_SECONDS:
            self._heard[device.id] = time.monotonic()
            self._office.devices.heard(device.id)
        return device

    def _push(self, device: Device, _request: Request, body: bytes) -> Response:
        inc, origin, before, lines = wire.read_push(body)
        try:
            answer = self._office.ledger.push(inc, device.station, origin, before, lines, device.id)
        except Invalid:
            # Not refused and gone: the desk is told, and the district's people can look at it.
            self._office.devices.quarantine(device.id, "operation.unreadable", body)
            raise
        status = 200 if answer.kind == protocol.OK else 409
        return Response(wire.answer_body(answer), status, media_type=_PACKED)

    def _changes(self, device: Device, request: Request, _body: bytes) -> Response:
        given = request.query_params
        if _protocol_of(request) < _LEAST_PROTOCOL:
            raise NotAllowed("desk.too_old")
        self._office.devices.drained(device.id)
        page = self._office.feed.pull(
            given.get("cursor", ""), given.get("logs", ""), device.station, _limit(given.get("limit", ""))
        )
        return Response(wire.page_body(page), media_type=_PACKED)

    def _leases(self, device: Device, _request: Request, body: bytes) -> Response:
        head, _ = wire.unpack(body)
        try:
            resources = [str(one) for one in head["resources"]]
        except UNREADABLE:
            return JSONResponse({"code": "body.unreadable"}, 400)
        return JSONResponse({"held": self._office.leases.ask(device, resources[:_MOST_NAMED])})

    def _missing_files(self, device: Device, _request: Request, body: bytes) -> Response:
        head, _ = wire.unpack(body)
        try:
            digests = [str(one) for one in head["digests"]]
        except UNREADABLE:
            return JSONResponse({"code": "body.unreadable"}, 400)
        return JSONResponse({"missing": self._office.blobs.missing(device.station, digests[:_MOST_NAMED])})

    def _send_file(self, device: Device, request: Request, body: bytes) -> Response:
        given = request.query_params
        try:
            have = self._office.blobs.append(
                device.station, request.path_params["sha"], _number(given, "offset"), _number(given, "size"), body
            )
        except Conflict as error:
            return JSONResponse({"have": error.values["have"]}, 409)
        return JSONResponse({"have": have})

    def _fetch_file(self, device: Device, request: Request, _body: bytes) -> Response:
        offset = _number(request.query_params, "offset")
        try:
            frame, size = self._office.blobs.read(device.station, request.path_params["sha"], offset)
        except Missing as error:
            return _refused(error, 404)
        head = size.to_bytes(8, "big")
        return Response(head + frame, media_type="application/octet-stream")

    def _update(self, _device: Device, _request: Request, _body: bytes) -> Response:
        try:
            data = self._office.releases.offer()
        except Missing as error:
            return _refused(error, 404)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return JSONResponse({"list": base64.b64encode(data).decode(), "now": now})

    def _update_piece(self, _device: Device, request: Request, _body: bytes) -> Response:
        offset = _number(request.query_params, "offset")
        try:
            piece, size = self._office.releases.piece(request.path_params["sha"], offset)
        except Missing as error:
            return _refused(error, 404)
        return Response(size.to_bytes(8, "big") + piece, media_type="application/octet-stream")

    def _station(self, device: Device, _request: Request, _body: bytes) -> Response:
        found = self._office.feed.records(device.station, ("station", "person"))
        return Response(wire.records_body(found), media_type=_PACKED)

    def _bookings(self, device: Device, _request: Request, body: bytes) -> Response:
        head, _ = wire.unpack(body)
        try:
            claims = wire.read_claims(head["claims"])
        except UNREADABLE:
            return JSONResponse({"code": "body.unreadable"}, 400)
        return JSONResponse({"verdicts": dict(self._judge.judge(device.id, claims))})

    async def _health(self, _request: Request) -> Response:
        try:
            epoch = await run_in_threadpool(self._office.ledger.epoch)
        except Exception:  # noqa: BLE001  # whatever the store says: it is not well
            return JSONResponse({"ok": False}, 503)
        return JSONResponse({"ok": True, "epoch": epoch})

    async def _who_signs(self, _request: Request) -> Response:
        if not self._authority:
            return JSONResponse({"code": "authority.none"}, 404)
        return Response(self._authority, media_type="application/x-pem-file")

    async def _described(self, _request: Request) -> Response:
        return JSONResponse(description())

    async def _metrics(self, _request: Request) -> Response:
        counts = await run_in_threadpool(self._counts)
        lines = [f"qi_district_{name} {count}" for name, count in counts.items()]
        return PlainTextResponse("\n".join([*lines, f"qi_district_requests_waiting {self._waiting}", ""]))

    def _counts(self) -> dict[str, int]:
        counts = self._office.counts() | {"schema": schema.SCHEMA}
        made = backups.last_made(self._office)
        if made:
            counts["last_backup_timestamp_seconds"] = int(datetime.fromisoformat(made).timestamp())
        if self._certificate is not None:
            ends = certificates.standing(self._certificate).until
            counts["certificate_end_timestamp_seconds"] = int(ends.timestamp())
        return counts


def _protocol_of(request: Request) -> int:
    said = request.headers.get("x-protocol", "1")
    return int(said) if said.isdecimal() and len(said) < _MOST_DIGITS else 0


def _number(given: Mapping[str, str], name: str) -> int:
    said = given.get(name, "")
    if not said.isdecimal() or len(said) > _MOST_DIGITS:
        raise Invalid([Problem(name, "body.unreadable")])
    return int(said)


def _limit(said: str) -> int:
    return max(1, min(int(said), 2000)) if said.isdecimal() else 500


async def _body(request: Request) -> bytes:
    """The whole body. Raises Invalid("body.too_large") without reading more."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > _MOST_BODY:
            raise Invalid([Problem("", "body.too_large")])
        parts.append(part)
    return b"".join(parts)


def _refused(error: Expected, status: int) -> Response:
    code = error.problems[0].code if isinstance(error, Invalid) and error.problems else error.code
    return JSONResponse({"code": code}, status)
