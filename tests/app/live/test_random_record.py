"""Random sessions over a real database, actor and journal: outages, kills, clock changes.

After every kill: what was acknowledged is stored, the log restores the live state, its times never decrease, and
presence matches the log.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest

from app.live.journal import DatabaseJournal
from app.persistence.migrate import upgrade
from app.persistence.repositories.live.presence import Interval
from app.persistence.room_log import Stretch
from app.persistence.unit_of_work import Database, StorageUnavailable
from app.runtime.clock import to_datetime
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import PresenceBegan, PresenceEnded, Recorded
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import RoomKind
from rooms.room import Room
from rooms.runtime.actor import RoomActor
from tests.app.conftest import add_session
from tests.rooms.random_room.moves import random_command
from tests.rooms.random_room.setups import LIBRARY, random_setup
from tests.support.rooms.fakes import FakeClock, FakeRelay, FakeViewer

EVENINGS = int(os.environ.get("ATTUNE_RECORD_EVENINGS", "6"))
PROCESSES = 10
"""The most processes in one run."""
KILLS = 0.03
SET_BY_S = (0.0, 0.3, -0.3, 20.0, -20.0, 3_600.0, -3_600.0, 86_400.0, -86_400.0)
AWAY_S = (0.001, 5.0, 40.0, 400.0, 3_600.0)


class Shaky(Database):
    """Fails when the test says so, sometimes only after storing everything; or hangs."""

    away = False
    silent = False
    asked: asyncio.Event
    dice = Random(0)

    async def append(self, log: Sequence[Stretch]) -> None:
        if self.silent:
            if self.dice.random() < 0.5:
                await super().append(log)
            self.asked.set()
            await asyncio.get_running_loop().create_future()
        if self.away:
            if self.dice.random() < 0.3:
                await super().append(log)
            raise StorageUnavailable("away")
        await super().append(log)


class Evening:
    """One room in a series of processes."""

    def __init__(self, setup: RoomSetup, database: Shaky, rng: Random) -> None:
        self.setup, self.database, self.rng = setup, database, rng
        self.clock = FakeClock()
        self.staff = [person.id for person in setup.people.values() if person.role is Role.FACILITATOR]
        self.acknowledged = 0
        self.counts: Counter[str] = Counter()

    async def play(self) -> None:
        for _ in range(PROCESSES):
            self._start()
            while self.rng.random() > KILLS:
                await self._step()
            await self._kill(midway=self.rng.random() < 0.4)
            await self._check()
            self.counts["kill"] += 1
            if self.actor.ended:
                return

    def _start(self) -> None:
        """Start a new process: any time of day, and an uptime of zero."""
        now = self.clock.time + self.rng.choice(AWAY_S) + self.rng.choice(SET_BY_S)
        self.clock = FakeClock()
        self.clock.set_by(now - self.clock.time)
        journal = DatabaseJournal(self.database)
        self.actor = RoomActor(self.setup, journal, FakeRelay(), self.clock, LIBRARY)
        self.tasks: list[asyncio.Task[Any]] = [
            asyncio.create_task(journal.run()),
            asyncio.create_task(self.actor.run()),
        ]

    async def _step(self) -> None:
        self.clock.time += self.rng.choice((0.001, 0.5, 3.0, 20.0, 70.0))
        roll = self.rng.random()
        if roll < 0.1:
            self.clock.set_by(self.rng.choice(SET_BY_S))
        elif roll < 0.2:
            self.database.away = not self.database.away
        elif roll < 0.4:
            await self._come(self.rng.choice(list(self.setup.seats)))
        elif self.actor.is_open:
            command = random_command(self.rng, self.actor._context())
            if command is not None and not isinstance(command, cmd.Attach | cmd.Detach):
                await self._do(command)

    async def _come(self, seat: SeatId) -> None:
        viewer = FakeViewer()
        with suppress(Refused):
            await self.actor.attach(cmd.Attach(seat, mic=True, camera=True), viewer)
            if self.rng.random() < 0.2:
                self.actor.detach(seat, viewer)
            else:
                self.actor.media_up(seat)
                await self.actor.do(cmd.AdmitAll(self.rng.choice(self.staff)))

    async def _do(self, command: cmd.Command) -> None:
        try:
            stored = await self.actor.do(command)
        except Refused:
            return
        self.counts["stored" if stored else "only in memory"] += 1
        backlog = self.actor.backlog._kept
        if stored:
            self.acknowledged = backlog[0].position - 1 if backlog else self.actor._live.state.position

    async def _kill(self, *, midway: bool) -> None:
        """Stop all writing: only what the database has survives. ``midway`` kills during a commit."""
        if midway and self.actor.is_open and not self.actor.backlog.is_behind:
            self.database.asked, self.database.silent = asyncio.Event(), True
            self.clock.time += 1.0
            coming = asyncio.create_task(self._come(self.rng.choice(list(self.setup.seats))))
            asked = asyncio.create_task(self.database.asked.wait())
            await asyncio.wait([coming, asked], return_when=asyncio.FIRST_COMPLETED)
            self.counts["killed while storing"] += asked.done()
            self.tasks += [coming, asked]
        for task in reversed(self.tasks):
            task.cancel()
        await asyncio.wait(self.tasks)
        for task in self.tasks:
            assert task.cancelled() or task.exception() is None
        self.database.away = self.database.silent = False

    async def _check(self) -> None:
        async with self.database.read() as unit:
            stored = await unit.journal.records(self.setup.id)
            intervals = await unit.presence.intervals(self.setup.id)
        assert len(stored) >= self.acknowledged, "said to be stored, and lost"
        self.acknowledged = len(stored)
        times = [record.at for record in stored]
        assert times == sorted(times), "time ran backwards"
        assert not self.actor.backlog.refused
        if self.actor._room is not None:
            kept = [record for record in self.actor.backlog._kept if record.position > len(stored)]
            live = self.actor._room.state
            replayed = Room(self.setup, [*stored, *kept], LIBRARY).state
            if replayed.position == live.position:
                assert replayed == live, "the log does not give back what was live"
                self.counts["compared"] += 1
        assert intervals == sorted(_intervals(stored), key=_start)


def _start(interval: Interval) -> tuple[datetime, PersonId]:
    return interval.started_at, interval.person


def _intervals(log: Sequence[Recorded]) -> list[Interval]:
    """Return presence computed from the log in the simplest way."""
    found: list[Interval] = []
    begun: dict[PersonId, tuple[float, SeatId, bool]] = {}
    for record in log:
        match record.event:
            case PresenceBegan(person=person, seat=seat, private=private):
                begun[person] = (record.at, seat, private)
            case PresenceEnded(person=person):
                at, seat, private = begun.pop(person)
                found.append(Interval(person, seat, private, to_datetime(at), to_datetime(record.at)))
    found += [
        Interval(person, seat, private, to_datetime(at), None)
        for person, (at, seat, private) in begun.items()
    ]
    return found


def _renamed(setup: RoomSetup, number: int) -> RoomSetup:
    """Return the setup with ids that are unique to this run."""
    seats = [replace(seat, id=SeatId(f"{seat.id}_{number}")) for seat in setup.seats.values()]
    return replace(setup, id=RoomId(f"ss_{number}"), seats={seat.id: seat for seat in seats})


async def play(url: str, seeds: range) -> Counter[str]:
    await upgrade(url)
    database = Shaky.at(url)
    counts: Counter[str] = Counter()
    try:
        for seed in seeds:
            rng = Random(seed)
            setup = _renamed(random_setup(rng, tuple(RoomKind)), seed)
            await add_session(database, setup)
            evening = Evening(setup, database, rng)
            try:
                await evening.play()
            except BaseException as error:
                error.add_note(f"seed {seed}")
                raise
            counts += evening.counts
    finally:
        await database.close()
    return counts


@pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])],
    indirect=True,
)
async def test_random_evenings_keep_a_true_record(database_url: str) -> None:
    counts = await play(database_url, range(EVENINGS))
    for least in ("kill", "killed while storing", "compared", "stored", "only in memory"):
        assert counts[least] > EVENINGS, counts
