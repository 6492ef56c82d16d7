import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.cli.drain import DrainRefused, ask_for_drain

ANSWERS = {
    "/ops/workers/0/drain": (202, b"{}"),
    "/ops/workers/0/undrain": (202, b"{}"),
    "/ops/workers/1/drain": (409, b'{"code": "worker.last"}'),
    "/ops/workers/2/drain": (404, b"Not Found\n"),
    "/ops/workers/3/drain": (500, b"[]"),
}


class _Service(BaseHTTPRequestHandler):
    asked: list[tuple[str, str | None, str | None]]

    def do_POST(self) -> None:
        self.asked.append((self.path, self.headers["host"], self.headers["origin"]))
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def service() -> Iterator[HTTPServer]:
    _Service.asked = []
    with HTTPServer(("127.0.0.1", 0), _Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_it_asks_as_the_services_own_page_would(service: HTTPServer, host: str) -> None:
    port = service.server_port
    ask_for_drain(host, port, 0)
    ask_for_drain(host, port, 0, stop=True)
    name = f"127.0.0.1:{port}"
    assert _Service.asked == [
        ("/ops/workers/0/drain", name, f"http://{name}"),
        ("/ops/workers/0/undrain", name, f"http://{name}"),
    ]


@pytest.mark.parametrize(
    ("worker", "words"), [(1, "no other worker"), (2, "ATTUNE_OPS_NETWORKS"), (3, "refused")]
)
def test_a_refusal_says_why(service: HTTPServer, worker: int, words: str) -> None:
    with pytest.raises(DrainRefused, match=words):
        ask_for_drain("127.0.0.1", service.server_port, worker)


def test_a_service_that_does_not_run_is_told(unused_tcp_port: int) -> None:
    with pytest.raises(DrainRefused, match="does not answer"):
        ask_for_drain("127.0.0.1", unused_tcp_port, 0)
