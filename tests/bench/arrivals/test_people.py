"""The benchmark's participants: twelve with seats of their own, and how a command is timed."""

import asyncio

from bench.arrivals.people import PEOPLE, Entered, Group, build_group_setup
from bench.arrivals.wire import Door
from rooms.model.people import Role


def test_one_leads_and_everybody_has_a_seat() -> None:
    setup = build_group_setup(4)
    assert len(setup.seats) == PEOPLE
    assert [setup.role_of(seat) for seat in setup.seats] == [Role.FACILITATOR, *[Role.MEMBER] * 11]


async def test_a_command_is_measured_to_the_last_screen() -> None:
    group = Group(1, ["link"] * PEOPLE, Door("127.0.0.1", 1), Entered())
    async with asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(group.command(0, 30.0))
        await asyncio.sleep(0)
        for place in range(PEOPLE - 1):
            group.on_hand(place)
            group.on_hand(place)
        assert not group.took_ms, "one screen is still as it was"
        group.on_hand(PEOPLE - 1)
        await asked
    assert len(group.took_ms) == 1
    assert group.unseen == 0


async def test_a_screen_that_is_not_updated_is_counted() -> None:
    group = Group(1, ["link"] * PEOPLE, Door("127.0.0.1", 1), Entered())
    await group.command(0, 0.0)
    assert (group.took_ms, group.unseen) == ([], 1)
