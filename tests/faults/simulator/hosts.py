"""Where the programs of a history with real processes run: all on loopback, or district and desks on two hosts."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.district.certificates import self_signed
from tests.district.running import district, free_port, serving
from tests.support.stations import PASSWORD

_DISTRICT, _DESKS = "198.18.0.1", "198.18.0.2"
"""Of the range that RFC 2544 keeps for tests; here they exist between two namespaces only."""


@dataclass
class Loopback:
    """One computer."""

    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """Where the district is."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self, folder: Path) -> subprocess.Popen[bytes]:
        """The district, answering."""
        return district(folder, self.port)

    def exchange(self, home: Path) -> subprocess.Popen[bytes]:
        """A desk that exchanges once."""
        return _exchanging((), home, {})

    def disturb(self) -> None:
        """Nothing lies between them."""


@dataclass
class TwoHosts:
    """District and desks on hosts of their own, TLS on a wire between them that can be pulled."""

    name: str
    certificate: Path
    key: Path
    port: int = 8730
    pulled: int = 0

    @property
    def url(self) -> str:
        """Where the district is."""
        return f"https://{_DISTRICT}:{self.port}"

    def serve(self, folder: Path) -> subprocess.Popen[bytes]:
        """The district; it answers as soon as it listens, until then the desks have no line."""
        options = ("--host", _DISTRICT, "--tls-cert", str(self.certificate), "--tls-key", str(self.key))
        command = [*_in(f"{self.name}-d"), *serving(folder, self.port, *options)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def exchange(self, home: Path) -> subprocess.Popen[bytes]:
        """A desk that exchanges once."""
        return _exchanging(_in(f"{self.name}-k"), home, {"SSL_CERT_FILE": str(self.certificate)})

    def disturb(self) -> None:
        """Pull the wire, or put it back: whatever is on it just then is cut there."""
        self.pulled += 1
        state = "down" if self.pulled % 2 else "up"
        _run(*_in(f"{self.name}-k"), "ip", "link", "set", f"{self.name}-k", state)


def can_have_two() -> bool:
    """Whether this machine lets us make namespaces."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    name = f"qi{secrets.token_hex(3)}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode == 0
    if made:
        _run("ip", "netns", "del", name)
    return made


@contextmanager
def two_hosts(folder: Path) -> Iterator[TwoHosts]:
    """Two hosts and the wire between them."""
    name = f"qi{secrets.token_hex(3)}"
    ends = ((f"{name}-d", _DISTRICT), (f"{name}-k", _DESKS))
    certificate, key = self_signed(folder, _DISTRICT)
    try:
        for end, _ in ends:
            _run("ip", "netns", "add", end)
        _run("ip", "link", "add", ends[0][0], "type", "veth", "peer", "name", ends[1][0])
        for end, address in ends:
            _run("ip", "link", "set", end, "netns", end)
            _run(*_in(end), "ip", "address", "add", f"{address}/30", "dev", end)
            _run(*_in(end), "ip", "link", "set", end, "up")
        yield TwoHosts(name, certificate, key)
    finally:
        for end, _ in ends:
            subprocess.run(["ip", "netns", "del", end], capture_output=True, check=False)


def _in(host: str) -> tuple[str, ...]:
    return ("ip", "netns", "exec", host)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _exchanging(where: Sequence[str], home: Path, more: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "qi_desk", "--data", str(home / "station"), "--password-stdin", "sync", "--once"]
    process = subprocess.Popen(
        [*where, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"XDG_STATE_HOME": str(home / "state")} | more,
    )
    assert process.stdin is not None
    process.stdin.write(f"{PASSWORD}\n".encode())
    process.stdin.close()
    return process
