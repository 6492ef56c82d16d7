"""Asks the service on this machine to drain a relay worker, over the operators' pages of `app.api.ops`."""

import json
from http.client import HTTPConnection, HTTPException

__all__ = ["DrainRefused", "ask_for_drain"]

_TIMEOUT_S = 5.0
# What listens everywhere is reached at the loopback address, from which operators are let in by default.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
_REASONS = {
    "worker.last": "no other worker can take its rooms now.",
    "worker.not_ready": "this worker is not running now; try again in a moment.",
    "worker.unknown": "there is no such worker.",
}


class DrainRefused(Exception):
    """The worker is not drained; the text says why, in one sentence."""


def ask_for_drain(host: str, port: int, worker: int, *, stop: bool = False) -> None:
    """Ask for a drain, or for its end; returns when it is under way.

    Args:
        host: Where the web server listens.
        port: Its TCP port.
        worker: The worker's number.
        stop: Whether the worker shall keep the rooms it still has.

    Raises:
        DrainRefused: The service does not answer, or refuses.
    """
    host = _EVERYWHERE.get(host, host)
    connection = HTTPConnection(host, port, timeout=_TIMEOUT_S)
    name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    path = f"/ops/workers/{worker}/{'undrain' if stop else 'drain'}"
    try:
        connection.request("POST", path, headers={"Host": name, "Origin": f"http://{name}"})
        response = connection.getresponse()
        status, body = response.status, response.read()
    except (OSError, HTTPException):
        raise DrainRefused("the service does not answer on this machine; is it running?") from None
    finally:
        connection.close()
    if status >= 400:
        raise DrainRefused(_reason(body))


def _reason(body: bytes) -> str:
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError):
        code = None
    return _REASONS.get(code, "the service refused; does ATTUNE_OPS_NETWORKS hold this machine's address?")
