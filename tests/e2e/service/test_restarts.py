"""The service fails during a turn: people stay on their page, the turn is kept, sound and picture come back."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from tests.e2e.group import STAFF, Group, open_group
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]

PEOPLE = (STAFF, "Ana", "Ben")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def turn(service: Service, browsers: Browsers) -> Group:
    """Ana has the floor in a group of three, and every page has a marker that a reload would erase."""
    group = await open_group(service, browsers, PEOPLE)
    await group.meet()
    await group.take_turns()
    await group.staff.press("Give the turn to Ana")
    await group.wait_holder("Ana")
    for participant in group.people.values():
        await participant.page.evaluate("window.same_page = true")
    return group


@pytest.mark.slow
async def test_a_dead_relay_process_is_replaced_and_the_turn_goes_on(turn: Group, service: Service) -> None:
    async with nobody_has_to_do_anything(turn):
        service.kill_relay_worker()
    assert len(service.relay_workers()) == 1


@pytest.mark.parametrize(
    "how", [pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGKILL], ids=["ended", "killed"]
)
async def test_the_web_process_starts_again_and_the_turn_goes_on(
    turn: Group, service: Service, how: signal.Signals
) -> None:
    before = service.relay_workers()
    async with nobody_has_to_do_anything(turn):
        await service.restart(how)
    assert set(service.relay_workers()).isdisjoint(before)


@asynccontextmanager
async def nobody_has_to_do_anything(group: Group) -> AsyncIterator[None]:
    """Check around a failure: same pages, same holder, a floor number that never decreases, media that recover."""
    await pictures_and_turn(group)
    seqs = await floor_seqs(group)
    frames = {name: await participant.frames() for name, participant in group.people.items()}
    yield
    seats = await group.seats()
    for name, participant in group.people.items():
        others = {seat for other, seat in seats.items() if other != name}
        await participant.has_new_media({seat: frames[name][seat] for seat in others})
    await pictures_and_turn(group)
    await group.wait_holder("Ana")
    assert all(seq >= seqs[name] for name, seq in (await floor_seqs(group)).items())
    for participant in group.people.values():
        assert await participant.page.evaluate("window.same_page === true"), (
            f"{participant.name}'s page was reloaded"
        )
        assert participant.errors == []


async def pictures_and_turn(group: Group) -> None:
    """Check that everybody sees everybody, and everybody else hears Ana."""
    seats = await group.seats()
    for name, participant in group.people.items():
        await participant.sees({seat for other, seat in seats.items() if other != name})
        await participant.hears({seats["Ana" if name != "Ana" else STAFF]})


async def floor_seqs(group: Group) -> dict[str, int]:
    """Return the floor's number on every page."""
    views = {name: await participant.wait_view(bool, "a view") for name, participant in group.people.items()}
    return {name: view["floor"]["seq"] for name, view in views.items()}
