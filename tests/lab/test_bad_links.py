"""A real browser on a bad link: what it still hears and sees, and that nobody else is affected."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from media.control import PeerConnected, PeerLost, PeerSilent
from tests.lab.figures import Figures
from tests.lab.room import ROOM, LabRoom, Seat, open_room
from tests.support.browsers.netlab import missing_for_netlab
from tests.support.service.troubles.faults import Faults

MISSING = missing_for_netlab()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.slow,
    pytest.mark.skipif(MISSING is not None, reason=f"no network lab: {MISSING}"),
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(400),
]

# Time for the browser to settle, and length of the measurement, in frames of an undisturbed picture at 10 a second.
SETTLE_FRAMES = 80
REST_LOOKS = 4
FRAMES = 100
# A browser mistakes a delay that changes during a call for a queue, so the link has it from the start.
DELAY_S = 0.05
USUAL = Faults(delay_s=DELAY_S)
# After a bad link an estimate has to grow again.
PATIENCE_S = 80.0
OUTAGE = Faults(is_up=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people() -> AsyncIterator[tuple[LabRoom, list[Seat]]]:
    """Ann and Ben on a good link, Cem on a link of his own."""
    async with open_room(USUAL) as (room, seats):
        yield room, seats


@pytest_asyncio.fixture(loop_scope="module")
async def room(people: tuple[LabRoom, list[Seat]]) -> LabRoom:
    """The room with normal links, in which everyone hears and sees everyone else."""
    room, seats = people
    seats[2].link.set(USUAL, USUAL)
    await meet(seats)
    return room


@pytest.fixture
def seats(people: tuple[LabRoom, list[Seat]]) -> list[Seat]:
    """The three."""
    return people[1]


async def meet(seats: list[Seat]) -> None:
    """Everyone hears all others and sees at least the first of them: the rest is up to the estimate."""
    for seat in seats:
        others = [other.slot for other in seats if other is not seat]
        for slot in others:
            await seat.gets(slot, frames=15 if slot == others[0] else 0, patience_s=PATIENCE_S)


async def over(seats: list[Seat], frames: int) -> tuple[Figures, Figures]:
    """What Cem receives of Ann, and Ben of Ann, while Ben receives that many frames of her."""
    ann, ben, cem = seats
    cems, bens = (await cem.figures())[ann.slot], (await ben.figures())[ann.slot]
    await ben.gets(ann.slot, frames)
    return (await cem.figures())[ann.slot] - cems, (await ben.figures())[ann.slot] - bens


async def come_to_rest(seats: list[Seat]) -> None:
    """Give Cem's link its time, and more of it while it still loses pictures: the estimate has not found its level."""
    await over(seats, SETTLE_FRAMES)
    for _ in range(REST_LOOKS):
        bad, _good = await over(seats, SETTLE_FRAMES // 2)
        if (bad.video_lost, bad.freezes) == (0, 0):
            return


def is_undisturbed(figures: Figures) -> bool:
    return figures.frames >= FRAMES and figures.concealed_percent < 1 and figures.freezes <= 1


async def test_another_port_of_the_router_goes_unnoticed(room: LabRoom, seats: list[Seat]) -> None:
    seen = len(room.events)
    seats[2].link.nat.rebind()
    await meet(seats)
    assert not lost(room, seen)


async def test_at_another_address_an_ice_restart_continues_the_same_connection(
    room: LabRoom, seats: list[Seat]
) -> None:
    cem, seen = seats[2], len(room.events)
    cem.link.change_address()
    await room.restart_ice(cem)
    await meet(seats)
    assert not lost(room, seen)


async def test_after_an_outage_the_same_connection_comes_back_with_its_slots(
    room: LabRoom, seats: list[Seat]
) -> None:
    cem, seen = seats[2], len(room.events)
    connection = (ROOM, cem.peer, cem.connection)
    cem.link.set(OUTAGE, OUTAGE)
    await room.wait_event(PeerSilent(*connection), after=seen)
    # The others continue meanwhile; this also makes the outage 20 s long.
    await seats[0].gets(seats[1].slot, frames=FRAMES, patience_s=60)
    cem.link.set(USUAL, USUAL)
    await room.restart_ice(cem)
    await room.wait_event(PeerConnected(*connection), after=seen)
    await meet(seats)
    assert not lost(room, seen)


@pytest.mark.parametrize(
    ("loss", "concealed"),
    [(0.02, 1.0), (0.10, 3.0)],
    ids=["two_percent", "ten_percent"],
)
async def test_audio_and_video_survive_loss_both_ways(
    room: LabRoom, seats: list[Seat], loss: float, concealed: float
) -> None:
    faults = Faults(loss, DELAY_S)
    seats[2].link.set(faults, faults)
    await over(seats, SETTLE_FRAMES)
    bad, good = await over(seats, FRAMES)
    assert bad.concealed_percent <= concealed
    assert bad.frames >= 0.3 * good.frames
    assert is_undisturbed(good)


async def test_a_narrow_link_gets_what_it_carries_and_the_others_keep_theirs(
    room: LabRoom, seats: list[Seat]
) -> None:
    seats[2].link.set(USUAL, Faults(delay_s=DELAY_S, rate_bps=400_000))
    await come_to_rest(seats)
    bad, good = await over(seats, FRAMES)
    # Video shrinks, or pauses for a while, because audio comes first. A picture of few bits may arrive as it is.
    comes_whole = (bad.video_lost, bad.freezes) == (0, 0)
    assert bad.frames == 0 or bad.height < good.height or comes_whole
    assert bad.concealed_percent <= 5
    assert is_undisturbed(good)


def lost(room: LabRoom, after: int) -> list[object]:
    return [event for event in room.events[after:] if isinstance(event, PeerLost)]
