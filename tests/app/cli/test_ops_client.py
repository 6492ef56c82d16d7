"""Requests to the running service. That they carry the origin of the service's own page is tested in test_drain.py."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.cli.ops_client import NoService, OpsRefused, ask_service

ANSWERS = {
    "/ops/yes": (202, b"{}"),
    "/ops/no": (409, b'{"code": "link.not_now"}'),
    "/ops/plain": (404, b"Not Found\n"),
    "/ops/odd": (500, b'{"code": 7}'),
}


class _Service(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "code"), [("/ops/no", "link.not_now"), ("/ops/plain", ""), ("/ops/odd", "")]
)
def test_a_refusal_has_the_services_code_if_it_says_one(port: int, path: str, code: str) -> None:
    ask_service("127.0.0.1", port, "/ops/yes")
    with pytest.raises(OpsRefused) as refused:
        ask_service("127.0.0.1", port, path)
    assert refused.value.code == code


def test_a_service_that_does_not_run_is_no_service(unused_tcp_port: int) -> None:
    with pytest.raises(NoService):
        ask_service("127.0.0.1", unused_tcp_port, "/ops/yes")
