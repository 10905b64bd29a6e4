"""A district served over real HTTP on loopback for the time of a test, and a desk's way of speaking to it."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from qi_desk.district.application import Application
from qi_desk.district.office import Office
from qi_desk.security import signing


@contextmanager
def served(office: Office) -> Iterator[int]:
    """The port it listens on."""
    server = uvicorn.Server(uvicorn.Config(Application(office).app, log_level="error", lifespan="off"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(timeout=10)


@dataclass
class Speaker:
    """One device's key and name; `ask` signs and sends."""

    port: int
    key: bytes = b""
    device: str = ""

    def enrol(self, code: str, name: str = "1号窗口") -> tuple[int, dict[str, str]]:
        self.key = signing.new_key()
        said = {"code": code, "name": name, "key": base64.b64encode(signing.public_of(self.key)).decode()}
        status, body = self.ask("POST", "/sync/v1/enroll", json.dumps(said).encode())
        answer = json.loads(body)
        self.device = answer.get("device", "")
        return status, answer

    def ask(self, method: str, target: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        signature = base64.b64encode(signing.sign(self.key, method, target, body)).decode() if self.key else ""
        line.request(method, target, body, {"X-Device": self.device, "X-Signature": signature, **headers})
        answer = line.getresponse()
        said = answer.read()
        line.close()
        return answer.status, said
