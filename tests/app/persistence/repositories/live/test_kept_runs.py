"""Kept runs: who is offered them, for how long, and that each is taken up once."""

from dataclasses import replace
from functools import partial

import pytest

from app.persistence.repositories.live.kept_runs import OFFERED_FOR, OFFERS_MAX, find_expected
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from rooms.model.events import Event, ProtocolKept, ProtocolStarted, Recorded
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import RoomSetup, Seating
from rooms.model.protocols import KeptRun
from tests.app.conftest import add_session
from tests.support.rooms.setups import ANA, BEN, CHLOE, ELENA, START, THERAPIST, build_setup

ROLES = {"sender": (ANA,), "receiver": (BEN,)}
KEPT = KeptRun("ss_first.2", "imago", "mirror", {"about": "us"}, ROLES, {"half": 1, "told": [ANA]})


def meeting(name: str, *people: PersonId) -> RoomSetup:
    """A session of the therapist and these people, each on a seat of their own."""
    known = build_setup().people
    seats = [Seating(SeatId(f"se_{name}_{person}"), (person,)) for person in (THERAPIST, *people)]
    return replace(
        build_setup(),
        id=RoomId(f"ss_{name}"),
        people={person: known[person] for person in (THERAPIST, *people)},
        seats={seat.id: seat for seat in seats},
    )


def kept_event(kept: KeptRun = KEPT) -> ProtocolKept:
    return ProtocolKept(kept.id, 2, kept.protocol, kept.step, kept.options, kept.roles, kept.memory)


async def log(database: Database, setup: RoomSetup, *events: Event) -> None:
    await database.append([(setup.id, [Recorded(n, START + n, event) for n, event in enumerate(events, 1)])])


async def offered(database: Database, setup: RoomSetup, after_s: float = 3600) -> tuple[KeptRun, ...]:
    expected = await database.look_up(
        partial(find_expected, session=setup.id, now=to_datetime(START + after_s))
    )
    assert expected is not None
    assert replace(expected, kept=()) == setup
    return expected.kept


async def test_it_is_offered_exactly_as_it_was_where_all_its_people_are_expected(database: Database) -> None:
    first = await add_session(database, meeting("first", ANA, BEN))
    again = await add_session(database, meeting("again", BEN, ANA, CHLOE))
    without = await add_session(database, meeting("without", ANA, CHLOE))
    await log(database, first, kept_event())
    assert await offered(database, again) == (KEPT,)
    assert await offered(database, without) == ()
    assert await offered(database, first) == (), "its own log tells of it"


async def test_another_clinic_is_offered_nothing(database: Database) -> None:
    first = await add_session(database, meeting("first", ANA, BEN))
    elsewhere = meeting("elsewhere", ANA, BEN)
    async with database.write() as unit:
        await unit.sessions.ensure_clinic("cl_other", "Another")
        opens = to_datetime(START)
        await unit.sessions.add("cl_other", elsewhere, opens, opens + OFFERED_FOR)
    await log(database, first, kept_event())
    assert await offered(database, elsewhere) == ()


async def test_it_is_offered_until_somebody_takes_it_up(database: Database) -> None:
    first = await add_session(database, meeting("first", ANA, BEN))
    second = await add_session(database, meeting("second", ANA, BEN))
    third = await add_session(database, meeting("third", ANA, BEN))
    await log(database, first, kept_event())
    # A new run does not continue a kept one.
    await log(database, second, ProtocolStarted(1, "imago", THERAPIST, {}))
    assert await offered(database, third) == (KEPT,)
    await log(database, third, ProtocolStarted(1, "imago", THERAPIST, {}, resumable=True, kept=KEPT.id))
    assert await offered(database, second) == ()
    assert await offered(database, third) == ()


async def test_it_is_offered_for_thirty_days(sqlite: Database) -> None:
    first = await add_session(sqlite, meeting("first", ANA, BEN))
    again = await add_session(sqlite, meeting("again", ANA, BEN))
    await log(sqlite, first, kept_event())
    month = OFFERED_FOR.total_seconds()
    assert month == 30 * 24 * 3600
    assert await offered(sqlite, again, month) == (KEPT,)
    assert await offered(sqlite, again, month + 1) == ()


@pytest.mark.parametrize("roles", [{}, {"sender": (ANA,), "receiver": (ELENA,)}])
async def test_what_names_nobody_or_somebody_else_is_not_offered(
    sqlite: Database, roles: dict[str, tuple[PersonId, ...]]
) -> None:
    first = await add_session(sqlite, meeting("first", ANA, BEN))
    again = await add_session(sqlite, meeting("again", ANA, BEN))
    await log(sqlite, first, kept_event(replace(KEPT, roles=roles)))
    assert await offered(sqlite, again) == ()


async def test_the_newest_are_offered_oldest_first(sqlite: Database) -> None:
    first = await add_session(sqlite, meeting("first", ANA, BEN))
    again = await add_session(sqlite, meeting("again", ANA, BEN))
    runs = [replace(KEPT, id=f"ss_first.{n:02}") for n in range(1, OFFERS_MAX + 4)]
    await log(sqlite, first, *map(kept_event, runs))
    assert list(await offered(sqlite, again)) == runs[3:]
