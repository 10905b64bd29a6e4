"""Serving: the listening process, which takes up a renewed certificate without being stopped."""

from __future__ import annotations

import logging
import os
import signal
import socket
import ssl
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from qi_desk.district import certificates
from qi_desk.district.application import Application
from qi_desk.district.office import Office
from qi_desk.domain.errors import Expected
from qi_desk.sync.protocol import LOOPBACK

_log = logging.getLogger(__name__)
_TICKS = 36_000
"""Of uvicorn, ten a second: an hour."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and with which certificate; `key` is empty where the certificate's file holds it."""

    host: str
    port: int
    certificate: Path | None
    key: Path | None


def serve(office: Office, folder: Path, at: Listening) -> None:
    """Serve until told to stop. Raises Expected("district.tls") rather than speak in the open off this computer."""
    if at.host not in LOOPBACK and at.certificate is None:
        raise Expected("district.tls")
    application = Application(office, at.certificate, own_of(folder, at))
    config = uvicorn.Config(
        application.app,
        host=at.host,
        port=at.port,
        log_level="warning",
        ssl_certfile=at.certificate,
        ssl_keyfile=at.key,
    )
    config.load()
    _Server(config, folder, at).run()


def own_of(folder: Path, at: Listening) -> bytes:
    """The authority (PEM) that signed what is shown, where it is the district's own."""
    own = at.certificate == folder / certificates.FOLDER / certificates.SERVER
    return certificates.own_authority(folder) if own else b""


class _Server(uvicorn.Server):
    """Looks at its certificate every hour and when it is told to (SIGHUP)."""

    def __init__(self, config: uvicorn.Config, folder: Path, at: Listening) -> None:
        super().__init__(config)
        self._folder, self._at = folder, at
        self._told = False
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._on_told)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn; whoever started this process is told when it listens."""
        await super().startup(sockets)
        if self.started:
            _tell_manager("READY=1")

    def _on_told(self, *_given: object) -> None:
        self._told = True

    async def on_tick(self, counter: int) -> bool:
        """See uvicorn."""
        if self._told or counter % _TICKS == 0:
            self._told = False
            self._look_at_certificate()
        return await super().on_tick(counter)

    def _look_at_certificate(self) -> None:
        """Renew it where it is ours and due, and show what is in the file from now on; one that cannot be used leaves
        the one before in force."""
        context = self.config.ssl
        if context is None or self._at.certificate is None:
            return
        try:
            if own_of(self._folder, self._at):
                certificates.renew_if_due(self._folder, datetime.now(UTC))
            # Tried on another first: a pair that does not fit would leave the one in force without its key.
            for one in (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), context):
                one.load_cert_chain(self._at.certificate, self._at.key)
        except (Expected, OSError, ValueError):
            _log.exception("the certificate cannot be taken up")


def _tell_manager(word: str) -> None:
    """Say a word to systemd, where it started this process and waits for one."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if place and sys.platform != "win32":
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            # A name that begins with @ is not in the file system.
            line.connect("\0" + place[1:] if place.startswith("@") else place)
            line.sendall(word.encode())
