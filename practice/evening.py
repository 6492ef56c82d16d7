"""The simulated people of one room: they come one after the other, and each is looked after alone."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from practice.cast.recording import Recording, read_recording
from practice.wire.door import Door, LinkOver, Ticket
from practice.wire.page import Page

__all__ = ["run_evening"]

_log = logging.getLogger(__name__)

_FIRST_S = 3.0
_NEXT_S = (4.0, 11.0)
_FAULT_S = 20.0
_SINGLES = ("ana", "ben", "chloe", "dev")
_PAIR = "elena-finn"


async def run_evening(links: Sequence[str], language: str, rng: Random) -> None:
    """Let everybody come, and stay until they are not needed any more.

    Args:
        links: Of seats, and of the phones beside them.
        language: What people speak: ``en`` or ``es``.
        rng: Makes evenings differ.
    """
    if not links:
        return
    library = await Door(links[0]).library(language)
    async with asyncio.TaskGroup() as tasks:
        wait_s = _FIRST_S
        for number, link in enumerate(links):
            guest = _Guest(Door(link), number, library, language, Random(rng.random()))
            tasks.create_task(guest.come(wait_s), name=f"practice:guest:{number}")
            wait_s += rng.uniform(*_NEXT_S)


class _Guest:
    """One page, looked after: a fault of it ends nobody else's."""

    def __init__(
        self,
        door: Door,
        number: int,
        library: Mapping[str, Any],
        language: str,
        rng: Random,
    ) -> None:
        self._door = door
        self._number = number
        self._library = library
        self._language = language
        self._rng = rng

    async def come(self, wait_s: float) -> None:
        """Come after a while, and stay."""
        await asyncio.sleep(wait_s)
        while True:
            try:
                ticket = await self._door.ticket()
                recording = self._recording(ticket)
                page = Page(self._door, recording, self._library, self._language, self._rng)
                await page.stay(ticket)
                return
            except LinkOver:
                return
            except Exception:  # noqa: BLE001 (whoever plays this seat begins again; the others notice nothing)
                _log.exception("practice.fault")
                await asyncio.sleep(_FAULT_S)

    def _recording(self, ticket: Ticket) -> Recording:
        """Return the recording of this name, or else one that fits the number of people."""
        named = read_recording("-".join(name.lower() for name in ticket.names))
        other = _PAIR if len(ticket.names) > 1 else _SINGLES[self._number % len(_SINGLES)]
        found = named or read_recording(other)
        assert found is not None, "it is one of ours"
        return found
