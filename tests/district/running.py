"""A district served over real HTTP on loopback for the time of a test, and a desk's way of speaking to it."""

from __future__ import annotations

import base64
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from qi_desk.district.application import Application
from qi_desk.district.office import Office
from qi_desk.security import signing

_UP_SECONDS = 20.0


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


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def serving(folder: Path, port: int, *options: str) -> list[str]:
    """The command that serves a district."""
    program = (sys.executable, "-m", "qi_desk.district.command")
    return [*program, "--data", str(folder), "serve", "--port", str(port), *options]


def district(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """The district as a process of its own, answering."""
    process = subprocess.Popen(serving(folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + _UP_SECONDS
    while time.monotonic() < until:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health")
            if line.getresponse().status == http.client.OK:
                return process
        except OSError:
            # Nothing listens yet: the kernel answers at once, so this is no waiting but asking again.
            os.sched_yield()
        finally:
            line.close()
    process.kill()
    raise AssertionError("the district does not come up")
