from app.auth.invitations import Invitations
from app.clock import to_datetime
from app.demo import seed_demo
from app.persistence.unit_of_work import Database
from rooms.model.people import Role
from tests.support.rooms import START

INVITATIONS = Invitations("key")
DAY_S = 24 * 3600


async def test_the_demo_seats_a_therapist_four_members_and_a_couple(database: Database) -> None:
    links = await seed_demo(database, INVITATIONS, START)
    assert [link.label for link in links] == ["Dr. Rivera", "Ana", "Ben", "Chloe", "Dev", "Elena & Finn"]
    assert [link.role for link in links] == [Role.FACILITATOR] + [Role.MEMBER] * 5


async def test_a_second_run_keeps_the_links(database: Database) -> None:
    first = await seed_demo(database, INVITATIONS, START)
    assert await seed_demo(database, INVITATIONS, START + DAY_S - 1) == first


async def test_a_closed_session_is_followed_by_a_new_one_with_the_same_people(database: Database) -> None:
    first = await seed_demo(database, INVITATIONS, START)
    second = await seed_demo(database, INVITATIONS, START + DAY_S)
    assert [link.label for link in second] == [link.label for link in first]
    assert not {link.invitation for link in first} & {link.invitation for link in second}
    assert await seed_demo(database, INVITATIONS, START + DAY_S + 1) == second


async def test_an_ended_session_is_followed_by_a_new_one(sqlite: Database) -> None:
    first = await seed_demo(sqlite, INVITATIONS, START)
    async with sqlite.write() as unit:
        newest = await unit.sessions.newest_of("cl_demo")
        assert newest is not None
        await unit.sessions.mark_ended(newest.id, to_datetime(START + 60))
    second = await seed_demo(sqlite, INVITATIONS, START + 61)
    assert second != first
    assert await seed_demo(sqlite, INVITATIONS, START + 62) == second
