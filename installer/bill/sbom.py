"""A bill of materials in CycloneDX 1.6, for programs that watch for weaknesses in what is installed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from installer.bill.licences import Part
from installer.bill.pins import Pin

_SPACE = uuid.UUID("5f1fd3ac-2d5b-4c8e-9c3c-7a3f8f6f0c11")


def bill(name: str, version: str, machine: str, epoch: int, pins: Mapping[Pin, Part], carried: Iterable[Part]) -> bytes:
    """The bill of the program `name` on a machine: its pinned packages with who asked for each, and what they and the
    installation carry. The same input gives the same bytes."""
    own = f"pkg:generic/{name}@{version}"
    packages = {pin.name: _package(pin, part) for pin, part in pins.items()}
    within: dict[str, list[dict[str, Any]]] = {}
    loose = []
    for part in carried:
        place = packages.get(part.within)
        component = _carried(part, place["bom-ref"] if place is not None else own)
        if place is None:
            loose.append(component)
        else:
            within.setdefault(part.within, []).append(component)
    for package, inside in within.items():
        packages[package]["components"] = inside
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": name,
                "version": version,
                "purl": own,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "properties": [{"name": "qi-desk:machine", "value": machine}],
            },
        },
        "components": [*(packages[one] for one in sorted(packages)), *loose],
        "dependencies": _dependencies(own, packages, pins, loose),
    }
    serial = uuid.uuid5(_SPACE, json.dumps(document, sort_keys=True))
    return json.dumps({**document, "serialNumber": serial.urn}, indent=1, ensure_ascii=False).encode() + b"\n"


def _package(pin: Pin, part: Part) -> dict[str, Any]:
    purl = f"pkg:pypi/{pin.name}@{pin.version}"
    # Whichever file of the pin was taken, it was one of these.
    files = [{"name": "qi-desk:locked-sha256", "value": digest} for digest in pin.digests]
    return {**_component(part, purl), "purl": purl, "properties": files}


def _carried(part: Part, inside: str) -> dict[str, Any]:
    plain = "".join(letter if letter.isalnum() or letter in "-." else "-" for letter in part.name.lower())
    return _component(part, f"{inside}#{plain}")


def _component(part: Part, reference: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": reference,
        "name": part.name,
        **({"version": part.version} if part.version else {}),
        "licenses": [{"expression": part.licence}],
        **({"externalReferences": [{"type": "website", "url": part.origin}]} if part.origin else {}),
    }


def _dependencies(
    own: str, packages: Mapping[str, dict[str, Any]], pins: Iterable[Pin], loose: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    by_asker: dict[str, set[str]] = {own: {one["bom-ref"] for one in loose}}
    for pin in pins:
        for asker in pin.asked_by:
            reference = own if asker.startswith("-r ") else packages.get(asker, {}).get("bom-ref")
            if reference is not None:
                by_asker.setdefault(reference, set()).add(packages[pin.name]["bom-ref"])
    known = {own, *(one["bom-ref"] for one in packages.values())}
    return [{"ref": one, "dependsOn": sorted(by_asker.get(one, ()))} for one in sorted(known)]
