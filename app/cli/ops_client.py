"""Sends requests to the service on this machine, through the operators' routes of `app.api.ops.routes`."""

import json
from http.client import HTTPConnection, HTTPException

__all__ = ["NoService", "OpsRefused", "ask_service"]

_TIMEOUT_S = 5.0
# A server that listens on all addresses is reached over loopback, which may use the operators' routes by default.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class NoService(Exception):
    """The service does not answer on this machine."""


class OpsRefused(Exception):
    """The service refused. ``code`` says why; it is empty if the service does not say."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ask_service(host: str, port: int, path: str) -> None:
    """Post to an operators' route; returns once the service has accepted.

    Args:
        host: Where the web server listens.
        port: Its TCP port.
        path: The route.

    Raises:
        NoService: The service does not answer.
        OpsRefused: The service refused.
    """
    host = _EVERYWHERE.get(host, host)
    connection = HTTPConnection(host, port, timeout=_TIMEOUT_S)
    name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        connection.request("POST", path, headers={"Host": name, "Origin": f"http://{name}"})
        response = connection.getresponse()
        status, body = response.status, response.read()
    except (OSError, HTTPException):
        raise NoService from None
    finally:
        connection.close()
    if status >= 400:
        raise OpsRefused(_code(body))


def _code(body: bytes) -> str:
    try:
        code = json.loads(body).get("code")
    except (ValueError, AttributeError):
        return ""
    return code if isinstance(code, str) else ""
