"""The line between desks and district: loses, doubles, delays and cuts, and forgets nothing of what it did."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from qi_desk.district.application import Application
from qi_desk.district.office import Office

Spoken = tuple[str, str, bytes, dict[str, str]]
FAULTS = ("request lost", "answer lost", "twice", "late", "answer cut", "server error", "old copy first")


class Network:
    """Takes the place of `sync.line._speak`. `hostility` is how likely a request meets a fault."""

    def __init__(self, chance: random.Random, office: Office) -> None:
        self._chance = chance
        self.hostility = 0.0
        self.late: list[Spoken] = []
        self.met: Counter[str] = Counter()
        self.connect(office)

    def connect(self, office: Office) -> None:
        """Another district, or the same one after it was put back."""
        self._app = Application(office).app

    def speak(
        self, url: str, method: str, target: str, body: bytes, headers: Mapping[str, str], _secure: object = None
    ) -> tuple[int, bytes]:
        """One request with whatever happens to it."""
        spoken = (method, urlsplit(url).path.rstrip("/") + target, body, dict(headers))
        fault = self._chance.choice(FAULTS) if self._chance.random() < self.hostility else ""
        self.met[fault or "nothing"] += 1
        if fault == "request lost":
            raise ConnectionError(fault)
        if fault == "late":
            self.late.append(spoken)
            raise ConnectionError(fault)
        if fault == "server error":
            return 500, b"<html>Internal Server Error</html>"
        if fault == "old copy first" and self.late:
            self._ask(self.late.pop(0))
        status, said = self._ask(spoken)
        if fault == "twice":
            status, said = self._ask(spoken)
        if fault == "answer lost":
            raise ConnectionError(fault)
        return status, said[: len(said) // 2] if fault == "answer cut" else said

    def arrive_late(self) -> None:
        """What was under way arrives, in another order."""
        self._chance.shuffle(self.late)
        while self.late:
            self._ask(self.late.pop())

    def _ask(self, spoken: Spoken) -> tuple[int, bytes]:
        return asyncio.run(_asgi(self._app, *spoken))


async def _asgi(app: Any, method: str, target: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    sent = [{"type": "http.request", "body": body, "more_body": False}]
    status, said = 0, b""

    async def receive() -> Any:
        return sent.pop(0) if sent else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal status, said
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            said += message.get("body", b"")

    await app(scope, receive, send)
    return status, said
