"""The description of the district's interface (OpenAPI 3.1), for whoever writes another program against it."""

from __future__ import annotations

from typing import Any

from qi_desk import __version__

_PACKED = "application/x-qi-desk"
_ERROR = {"$ref": "#/components/schemas/Refusal"}


def _refused(*codes: int) -> dict[str, Any]:
    content = {"application/json": {"schema": _ERROR}}
    return {str(code): {"description": "Refused; `code` names the reason.", "content": content} for code in codes}


def _answer(description: str, media: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": schema}}}


def _packed(description: str) -> dict[str, Any]:
    return _answer(description, _PACKED, {"type": "string", "format": "binary"})


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": sorted(properties), "properties": properties}


_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 0}
_SIGNED: list[dict[str, list[str]]] = [{"device": [], "signature": []}]
_BODY = {"content": {_PACKED: {"schema": {"type": "string", "format": "binary"}}}, "required": True}
_SIGNED_REFUSALS = _refused(400, 401, 403, 413, 503)


def _query(name: str, schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


_SHA = {"name": "sha", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}
_DIGITS: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": 50_000_000}


def _signed(summary: str, answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"summary": summary, "security": _SIGNED, "responses": answers | _SIGNED_REFUSALS, **more}


_ADMITTED = _object(device=_TEXT, station=_TEXT, letter=_TEXT, epoch=_TEXT, secret=_TEXT, district_key=_TEXT)
_ENROLLING = _object(code=_TEXT, key=_TEXT)
_ENROLLING["properties"] |= {"name": _TEXT, "letter": _TEXT, "file": _TEXT}

_PATHS: dict[str, Any] = {
    "/sync/v1/enroll": {
        "post": {
            "summary": "Enrol a device with a one-time code and its public key (base64).",
            "requestBody": {"content": {"application/json": {"schema": _ENROLLING}}, "required": True},
            "responses": {"201": _answer("Enrolled.", "application/json", _ADMITTED)} | _refused(400, 403, 413),
        }
    },
    "/sync/v1/ops": {
        "post": _signed(
            "Send operations of one log, in order.",
            {"200": _packed("Taken in, durable."), "409": _packed("A gap, or another copy's log.")},
            requestBody=_BODY,
        )
    },
    "/sync/v1/changes": {
        "get": _signed(
            "One page of what is new behind a cursor.",
            {"200": _packed("Records, the next cursor, how far the own log goes.")},
            parameters=[
                _query("cursor", _TEXT),
                _query("logs", _TEXT),
                _query("limit", {"type": "integer", "minimum": 1, "maximum": 2000}, required=False),
            ],
        )
    },
    "/sync/v1/bookings": {
        "post": _signed(
            "The word on pending bookings.",
            {"200": _answer("Verdicts by booking.", "application/json", _object(verdicts={"type": "object"}))},
            requestBody=_BODY,
        )
    },
    "/sync/v1/leases": {
        "post": _signed(
            "Ask to decide alone over equipment for some days.",
            {"200": _answer("Until when, by equipment.", "application/json", _object(held={"type": "object"}))},
            requestBody=_BODY,
        )
    },
    "/sync/v1/station": {
        "get": _signed("The station's entry and its people, for a desk that joins.", {"200": _packed("Records.")})
    },
    "/sync/v1/update": {
        "get": _signed(
            "The signed list of the release handed out, base64, and what time it is here.",
            {"200": _answer("The list.", "application/json", _object(list=_TEXT, now=_TEXT))} | _refused(404),
        )
    },
    "/sync/v1/update/{sha}": {
        "parameters": [_SHA],
        "get": _signed(
            "One piece of a package: eight bytes with its size, then up to a mebibyte.",
            {"200": _answer("The piece.", "application/octet-stream", {"type": "string", "format": "binary"})}
            | _refused(404),
            parameters=[_query("offset", {"type": "integer", "minimum": 0, "maximum": 2_147_483_648})],
        ),
    },
    "/sync/v1/files": {
        "post": _signed(
            "Which contents of attachments are missing here.",
            {"200": _answer("Offsets by digest.", "application/json", _object(missing={"type": "object"}))},
            requestBody=_BODY,
        )
    },
    "/sync/v1/files/{sha}": {
        "parameters": [_SHA],
        "patch": _signed(
            "Send one piece of a content.",
            {
                "200": _answer("How far it has come.", "application/json", _object(have=_NUMBER)),
                "409": _answer("Another piece is due.", "application/json", _object(have=_NUMBER)),
            },
            parameters=[_query("offset", _DIGITS), _query("size", _DIGITS)],
            requestBody={
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
                "required": True,
            },
        ),
        "get": _signed(
            "One piece of a content: eight bytes with its size, then up to a mebibyte.",
            {"200": _answer("The piece.", "application/octet-stream", {"type": "string", "format": "binary"})}
            | _refused(404),
            parameters=[_query("offset", _DIGITS)],
        ),
    },
    "/sync/v1/authority": {
        "get": {
            "summary": "The authority that signed this server's certificate, where it is the district's own.",
            "responses": {"200": _answer("Its certificate (PEM).", "application/x-pem-file", _TEXT)} | _refused(404),
        }
    },
    "/health": {
        "get": {
            "summary": "Whether the store answers.",
            "responses": {
                "200": _answer("Well.", "application/json", _object(ok={"type": "boolean"}, epoch=_TEXT)),
                "503": _answer("Not well.", "application/json", _object(ok={"type": "boolean"})),
            },
        }
    },
    "/metrics": {
        "get": {
            "summary": "Counts, as Prometheus reads them.",
            "responses": {"200": _answer("Counts.", "text/plain", _TEXT)},
        }
    },
}


def description() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "qi-district", "version": __version__},
        "paths": _PATHS,
        "components": {
            "schemas": {"Refusal": _object(code=_TEXT)},
            "securitySchemes": {
                "device": {"type": "apiKey", "in": "header", "name": "X-Device"},
                "signature": {"type": "apiKey", "in": "header", "name": "X-Signature"},
            },
        },
    }
