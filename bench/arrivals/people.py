"""The participants of the benchmarks ``arrivals`` and ``rooms``: twelve per room, each with a page like our own.

Everybody gets a ticket, opens a socket, says hello and waits to be admitted; the facilitator admits everyone she sees
waiting, and then those who arrived meanwhile. A refused page retries when the answer says, or a moment later.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from bench.arrivals.wire import Door, WireSocket, address_of, ask_http, open_socket
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import AdmissionRule, RoomPolicy

__all__ = ["PEOPLE", "Entered", "Group", "build_group_setup"]

PEOPLE = 12
_TRIES = 50
_AGAIN_S = 0.5
_CODE = msgspec.json.Decoder(dict[str, object])


def build_group_setup(number: int) -> RoomSetup:
    """A facilitator and eleven members, each with a seat of their own. Nobody counts as late, whatever the hour."""
    people = {}
    for place in range(PEOPLE):
        person = PersonId(f"pt_{number}_{place}")
        people[person] = (
            Person(person, f"Member {place}", Role.MEMBER)
            if place
            else Person(person, "Dr. Rivera", Role.FACILITATOR)
        )
    seats = [Seating(SeatId(f"se_{number}_{place}"), (person,)) for place, person in enumerate(people)]
    policy = RoomPolicy(admission=AdmissionRule.BATCH, late_after_s=None, lock_after_s=None)
    return RoomSetup(RoomId(f"ss_{number}"), "Group", policy, people, {seat.id: seat for seat in seats})


@dataclass(slots=True)
class Entered:
    """The result of the joins: how long each took, milliseconds, and the refusals along the way."""

    took_ms: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    first_at: float = 0.0
    last_at: float = 0.0


class Group:
    """The participants of one room.

    Args:
        number: Of the room.
        invitations: In seat order, the facilitator's first.
        outcome: Collects the results of the joins.
    """

    def __init__(self, number: int, invitations: Sequence[str], door: Door, outcome: Entered) -> None:
        self._pages = [
            _Page(self, place, number * PEOPLE + place, invitation, door)
            for place, invitation in enumerate(invitations)
        ]
        self._number = number
        self.outcome = outcome
        self.took_ms: list[float] = []
        """For each command, the time until the last screen showed it."""
        self.unseen = 0
        """Commands that some screen did not show in time."""
        self._raised: set[int] = set()
        self._blind: set[int] = set()
        self._asked_at = 0.0
        self._seen = asyncio.Event()

    async def enter(self, tasks: asyncio.TaskGroup) -> None:
        """Let everybody join at this moment; returns when all are in the room."""
        coming = [tasks.create_task(page.enter()) for page in self._pages]
        await asyncio.gather(*coming)

    async def command(self, turn: int, patience_s: float) -> None:
        """Raise or lower a member's hand; returns when every screen shows it."""
        place = 1 + turn % (PEOPLE - 1)
        kind = "withdraw" if place in self._raised else "request"
        self._raised ^= {place}
        self._blind = set(range(PEOPLE))
        self._seen.clear()
        self._asked_at = time.perf_counter()
        self._pages[place].ask(f"floor.{kind}", person=f"pt_{self._number}_{place}", expected_seq=0)
        try:
            async with asyncio.timeout(patience_s):
                await self._seen.wait()
        except TimeoutError:
            self.unseen += 1

    def on_hand(self, place: int) -> None:
        """A screen was updated with a hand."""
        self._blind.discard(place)
        if not self._blind and not self._seen.is_set():
            self.took_ms.append(1_000 * (time.perf_counter() - self._asked_at))
            self._seen.set()

    def leave(self) -> None:
        """Drop every page's connection without a close."""
        for page in self._pages:
            page.close()


class _Page:
    """One participant's page."""

    def __init__(self, group: Group, place: int, number: int, invitation: str, door: Door) -> None:
        self._group = group
        self._place = place
        self._leads = place == 0
        self._address = address_of(number)
        self._invitation = invitation
        self._door = door
        self._socket: WireSocket | None = None
        self._requests = 0
        self._waiting: set[str] = set()
        """The seats the facilitator sees waiting."""
        self._admitting = False
        self._inside: asyncio.Future[str | None] | None = None
        """Result None: in the room; a text: why the socket was closed."""

    async def enter(self) -> None:
        """Join, with as many attempts as it takes."""
        began = time.perf_counter()
        outcome = self._group.outcome
        outcome.first_at = outcome.first_at or began
        for _ in range(_TRIES):
            wait_s = await self._try()
            if wait_s is None:
                outcome.last_at = time.perf_counter()
                outcome.took_ms.append(1_000 * (outcome.last_at - began))
                return
            await asyncio.sleep(wait_s * random.uniform(1.0, 1.5))
        raise ConnectionError("somebody never came in")

    async def _try(self) -> float | None:
        """Try once; returns None when in the room, otherwise the delay before the next attempt, seconds."""
        refused = self._group.outcome.refused
        body = msgspec.json.encode({"invitation": self._invitation})
        try:
            answer = await ask_http(self._door, self._address, "POST", "/api/v1/tickets", body)
            if answer.status != 200:
                refused[str(_CODE.decode(answer.body).get("code"))] += 1
                return float(answer.headers.get("retry-after", _AGAIN_S))
            ticket = _CODE.decode(answer.body)["ticket"]
            self._inside = asyncio.get_running_loop().create_future()
            self._socket = await open_socket(self._door, self._address, self._on_text, self._on_close)
        except OSError as error:
            refused[type(error).__name__] += 1
            return _AGAIN_S
        devices = {"mic": True, "camera": True}
        hello = {"type": "hello", "ticket": ticket, "devices": devices, "client": "attune-bench/1"}
        self._socket.say(msgspec.json.encode(hello))
        why = await self._inside
        if why is not None:
            refused[why] += 1
            return _AGAIN_S
        return None

    def ask(self, kind: str, **fields: object) -> None:
        """Send a request."""
        self._requests += 1
        if self._socket is not None:
            self._socket.say(msgspec.json.encode({"type": kind, "id": self._requests, **fields}))

    def close(self) -> None:
        """Close the page."""
        if self._socket is not None:
            self._socket.drop()

    def _on_text(self, text: bytes) -> None:
        if b'"kind":"hand.' in text:
            self._group.on_hand(self._place)
        if self._inside is not None and not self._inside.done():
            if b'"space":"main"' in text:
                self._inside.set_result(None)
            elif text.startswith(b'{"type":"bye"'):
                self._inside.set_result(f"bye {_CODE.decode(text).get('code')}")
        if self._leads:
            self._look_after(text)

    def _look_after(self, text: bytes) -> None:
        """Admit everyone who waits, all at once, then those who arrived meanwhile."""
        if b'"waiting"' in text:
            message = _CODE.decode(text)
            told = message.get("patch") or message.get("view")
            waiting = told.get("waiting") if isinstance(told, dict) else None
            for seat, now in waiting.items() if isinstance(waiting, dict) else ():
                # A seat that no longer waits is null in a patch.
                (self._waiting.discard if now is None else self._waiting.add)(seat)
        elif self._admitting and text.startswith((b'{"type":"ok"', b'{"type":"error"')):
            self._admitting = False
            if text.startswith(b'{"type":"error"'):
                # They left, or are not ready yet; a later patch will say.
                return
        if self._waiting and not self._admitting:
            self._admitting = True
            self.ask("seat.admit_all")

    def _on_close(self) -> None:
        if self._inside is not None and not self._inside.done():
            self._inside.set_result("closed")
