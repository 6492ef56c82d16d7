"""What a client asks for before the socket: a ticket for a link, and the library. It asks until it is answered."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

__all__ = ["Door", "LinkOver", "Ticket"]

_TIMEOUT_S = 10.0
_LATER_S = 2.0


class LinkOver(Exception):
    """The link leads nowhere any more."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Opens one socket.

    Attributes:
        names: Of those who sit there, in seat order.
        companion: Whether it is somebody's phone.
    """

    ticket: str
    names: tuple[str, ...]
    companion: bool


class Door:
    """The service behind a link ``https://HOST/join#INVITATION``."""

    def __init__(self, link: str) -> None:
        address, _, self._invitation = link.partition("#")
        parts = urlsplit(address)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.socket_url = f"{self.origin.replace('http', 'ws', 1)}/api/v1/room"

    async def ticket(self) -> Ticket:
        """Exchange the link for a ticket. Raises LinkOver."""
        body = await self._ask("POST", "/api/v1/tickets", {"invitation": self._invitation})
        seat = body["seat"]
        return Ticket(
            body["ticket"], tuple(one["name"] for one in seat["people"]), companion=seat["companion"]
        )

    async def library(self, language: str) -> dict[str, Any]:
        """Return the library in a language. Raises LinkOver."""
        return await self._ask("GET", f"/api/v1/library/{language}")

    async def _ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        headers = {"origin": self.origin}
        async with httpx.AsyncClient(base_url=self.origin, timeout=_TIMEOUT_S, headers=headers) as web:
            while True:
                wait_s = _LATER_S
                try:
                    answer = await web.request(method, path, json=body)
                except httpx.TransportError:
                    pass
                else:
                    if answer.status_code == httpx.codes.OK:
                        found: dict[str, Any] = answer.json()
                        return found
                    if answer.status_code != httpx.codes.TOO_MANY_REQUESTS and answer.status_code < 500:
                        raise LinkOver
                    wait_s = float(answer.headers.get("retry-after", wait_s))
                await asyncio.sleep(wait_s)
