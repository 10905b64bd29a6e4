"""Whatever answers that is no district counts as no line: nothing is taken from it, nothing is given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from qi_desk.domain.errors import Invalid
from qi_desk.domain.ledger.operations import GENESIS
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.security import signing
from qi_desk.services.district_line import Enrolment
from qi_desk.sync import line as lines
from qi_desk.sync.line import HttpLine

START = Position(0, GENESIS)


class Portal(BaseHTTPRequestHandler):
    """The page of a hotel's network, in place of whatever was asked for."""

    status = 200
    body = b"<html>Welcome</html>"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_args: object) -> None:
        return


@pytest.fixture(params=[(200, b"<html>Welcome</html>"), (201, b'{"welcome": 1}'), (200, b"[]"), (302, b""), (200, b"")])
def portal(request: pytest.FixtureRequest) -> Iterator[str]:
    class Kind(Portal):
        status, body = request.param

    with HTTPServer(("127.0.0.1", 0), Kind) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_captive_portal_is_no_district(portal: str) -> None:
    key = signing.new_key()
    line = HttpLine(Enrolment(portal, "device", key.hex(), "PY03", "A"), signing.sign)
    with pytest.raises(ConnectionError):
        line.push("A1", START, START, [])
    with pytest.raises(ConnectionError):
        line.changes("", "A1")
    with pytest.raises(ConnectionError):
        line.judge("A", [])
    with pytest.raises(ConnectionError):
        lines.enrol(portal, "CODE", {"name": "A"}, signing.public_of(key), key)


@pytest.mark.parametrize("url", ["http://district.example", "ftp://127.0.0.1", "district", ""])
def test_nothing_is_sent_in_the_open(url: str) -> None:
    with pytest.raises(Invalid):
        lines.enrol(url, "CODE", {"name": "A"}, b"", b"")
