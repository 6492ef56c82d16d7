"""Fetches JSON from identity providers, whose addresses and answers a clinic's settings decide: everything is bounded.

Only HTTPS; no redirects, no compression, no proxy from the environment; a size and a time for the whole of each answer.
"""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx

from app.runtime.public_hosts import PublicHosts, may_be_asked
from clinic.common.errors import Refused

__all__ = ["FETCH_WITHIN", "MAX_ANSWER", "Answer", "JsonFetcher"]

FETCH_WITHIN: Final = timedelta(seconds=5)
"""From the first byte sent to the last byte received."""
MAX_ANSWER: Final = 256 * 1024
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer below 500: its status, and its JSON object."""

    status: int
    body: dict[str, Any]


class JsonFetcher:
    """Fetches JSON objects. Close it when the service ends.

    Args:
        allow_loopback: Whether plain HTTP to this machine is allowed, for the demo and tests.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        within: timedelta = FETCH_WITHIN,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._within_s = within.total_seconds()
        self._client = httpx.AsyncClient(
            transport=transport or PublicHosts(allow_loopback=allow_loopback),
            trust_env=False,
            follow_redirects=False,
            timeout=self._within_s,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    def is_allowed(self, url: str) -> bool:
        """Return whether the address may be used at all: a public host by HTTPS, without user name or fragment."""
        return may_be_asked(url, allow_loopback=self._allow_loopback)

    async def get(self, url: str, *, bearer: str | None = None) -> Answer:
        """Fetch a JSON object.

        Raises:
            Refused: ``oidc.address``: it may not be used. ``oidc.unavailable``: no answer in time, or a failure of the
                provider. ``oidc.malformed``: no JSON object, or too large.
        """
        headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
        return await self._fetch(self._client.build_request("GET", self._checked(url), headers=headers))

    async def post(self, url: str, form: dict[str, str], *, basic: tuple[str, str] | None = None) -> Answer:
        """Send a form and return the answer, which may be a refusal.

        Raises:
            Refused: As ``get``.
        """
        request = self._client.build_request("POST", self._checked(url), data=form)
        if basic is not None:
            request = next(httpx.BasicAuth(*basic).auth_flow(request))
        return await self._fetch(request)

    def _checked(self, url: str) -> str:
        if not self.is_allowed(url):
            raise Refused("oidc.address")
        return url

    async def _fetch(self, request: httpx.Request) -> Answer:
        try:
            async with asyncio.timeout(self._within_s):
                response = await self._client.send(request, stream=True)
                try:
                    text = await _read(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TransportError, httpx.InvalidURL):
            raise Refused("oidc.unavailable") from None
        if response.status_code >= 500:
            raise Refused("oidc.unavailable")
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            raise Refused("oidc.malformed") from None
        if response.is_redirect or not isinstance(body, dict):
            raise Refused("oidc.malformed")
        return Answer(response.status_code, body)


async def _read(response: httpx.Response) -> bytes:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise Refused("oidc.malformed")
    text = bytearray()
    async for part in response.aiter_raw():
        text += part
        if len(text) > MAX_ANSWER:
            raise Refused("oidc.malformed")
    return bytes(text)
