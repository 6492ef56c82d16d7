import pytest

from app.auth.invitations import Invitations
from app.cli.demo.rooms import seed_demo
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from rooms.model.events import Recorded, RoomEnded
from rooms.model.people import Role, RoomSetup
from rooms.model.policy.policy import RoomKind
from tests.support.rooms.setups import START, THERAPIST

INVITATIONS = Invitations("key")
DAY_S = 24 * 3600
GROUP = "Tuesday evening group"


async def setups(database: Database) -> dict[str, RoomSetup]:
    """The setups of all demo rooms, by title."""
    async with database.read() as unit:
        sessions = await unit.sessions.open_of("cl_demo", to_datetime(START))
        found = {session.title: await unit.sessions.setup(session.id) for session in sessions}
    return {title: setup for title, setup in found.items() if setup}


async def test_the_group_has_two_who_lead_four_members_and_a_couple_with_their_phones(
    database: Database,
) -> None:
    group = (await seed_demo(database, INVITATIONS, START))[0]
    assert group.title == GROUP
    assert [(link.label, link.place) for link in group.links] == [
        ("Dr. Rivera", "facilitator"),
        ("Sam", "co-facilitator"),
        ("Ana", "member"),
        ("Ben", "member"),
        ("Chloe", "member"),
        ("Dev", "member"),
        ("Elena & Finn", "two members, one camera"),
        ("Elena's phone", "no camera, no sound"),
        ("Finn's phone", "no camera, no sound"),
    ]


async def test_there_are_rooms_of_several_kinds(sqlite: Database) -> None:
    rooms = await seed_demo(sqlite, INVITATIONS, START)
    stored = await setups(sqlite)
    assert [stored[room.title].policy.kind for room in rooms] == [
        RoomKind.GROUP,
        RoomKind.COUPLES,
        RoomKind.COUPLES,
        RoomKind.INDIVIDUAL,
        RoomKind.PSYCHOEDUCATION,
    ]
    lesson = stored[rooms[-1].title]
    assert {Role.OBSERVER, Role.CAPTIONER} < {person.role for person in lesson.people.values()}


async def test_every_room_can_be_held_by_those_who_are_invited(sqlite: Database) -> None:
    await seed_demo(sqlite, INVITATIONS, START)
    for setup in (await setups(sqlite)).values():
        members = [person for person in setup.people.values() if person.role is Role.MEMBER]
        leads = [person for person in setup.people.values() if person.role is Role.FACILITATOR]
        assert len(members) <= setup.policy.max_people
        assert len(setup.seats) <= setup.policy.max_seats
        assert any(person.licensed for person in leads) or not setup.policy.needs_licence
        assert (setup.policy.late_after_s, setup.policy.lock_after_s) == (None, None)


async def test_a_second_run_keeps_the_links(database: Database) -> None:
    first = await seed_demo(database, INVITATIONS, START)
    assert await seed_demo(database, INVITATIONS, START + DAY_S - 1) == first


async def test_closed_sessions_are_followed_by_new_ones_with_the_same_people(database: Database) -> None:
    first = await seed_demo(database, INVITATIONS, START)
    second = await seed_demo(database, INVITATIONS, START + DAY_S)
    for before, after in zip(first, second, strict=True):
        assert [link.label for link in after.links] == [link.label for link in before.links]
        assert not {link.invitation for link in before.links} & {link.invitation for link in after.links}
    assert await seed_demo(database, INVITATIONS, START + DAY_S + 1) == second


@pytest.mark.parametrize("title", [GROUP, "Individual session"])
async def test_a_session_that_ended_is_followed_by_a_new_one_and_the_others_stay(
    sqlite: Database, title: str
) -> None:
    first = await seed_demo(sqlite, INVITATIONS, START)
    ended = (await setups(sqlite))[title].id
    async with sqlite.write() as unit:
        position = await unit.journal.last_position(ended) + 1
        await unit.journal.add(ended, [Recorded(position, START + 60, RoomEnded(THERAPIST))])
    second = await seed_demo(sqlite, INVITATIONS, START + 61)
    assert [a.title for a, b in zip(first, second, strict=True) if a != b] == [title]
    assert await seed_demo(sqlite, INVITATIONS, START + 62) == second
