"""Posts something to an address that a clinic has chosen: whoever is there can neither hold us up nor send us elsewhere.

Of an answer nothing but its status is read, and nothing of an address or an answer is logged. How many calls are made
beside each other is for the caller to bound.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

import httpx

from app.runtime.public_hosts import PublicHosts, may_be_asked

__all__ = ["WITHIN", "Answer", "Outbound", "Posted"]

WITHIN: Final = timedelta(seconds=10)
"""From the look at the name to the status."""
CONNECT_WITHIN: Final = timedelta(seconds=4)


class Posted(StrEnum):
    """What became of a call."""

    TAKEN = "taken"
    """The status was 200 to 299."""
    GONE = "gone"
    """The status was 410: it is not to be called again."""
    REFUSED = "refused"
    """Any other status, redirections among them: they are not followed."""
    SLOW = "slow"
    """There was no answer in time."""
    AWAY = "away"
    """There was no connection, or no HTTP over it."""
    FORBIDDEN = "forbidden"
    """The address may not be called: by its form, or because its name leads into another network than the public one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a call, and the HTTP status if there was one."""

    posted: Posted
    status: int | None = None


class Outbound:
    """Posts. Close it when the service ends.

    Args:
        allow_loopback: Whether plain HTTP to this machine is allowed, for the demo and tests.
        transport: Sends requests; None sends them to public hosts.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._client = httpx.AsyncClient(
            transport=transport or PublicHosts(allow_loopback=allow_loopback),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(None, connect=CONNECT_WITHIN.total_seconds()),
            headers={"Accept-Encoding": "identity", "User-Agent": "Attune"},
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], within: timedelta = WITHIN
    ) -> Answer:
        """Post a body and return what became of it; it takes no longer than ``within``."""
        if not may_be_asked(url, allow_loopback=self._allow_loopback):
            return Answer(Posted.FORBIDDEN)
        try:
            async with (
                asyncio.timeout(within.total_seconds()),
                self._client.stream("POST", url, content=body, headers=dict(headers)) as response,
            ):
                return _answer(response.status_code)
        except (TimeoutError, httpx.TimeoutException):
            return Answer(Posted.SLOW)
        except (httpx.HTTPError, httpx.InvalidURL):
            return Answer(Posted.AWAY)


def _answer(status: int) -> Answer:
    if 200 <= status < 300:
        return Answer(Posted.TAKEN, status)
    return Answer(Posted.GONE if status == 410 else Posted.REFUSED, status)
