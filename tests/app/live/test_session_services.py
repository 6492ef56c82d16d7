"""The services of a client session: tickets work once, resume tokens return their content, TURN is offered."""

import asyncio
from datetime import timedelta

import pytest

from app.auth.resume import ResumeTokens
from app.auth.tickets import TICKET_TTL_S, TicketGrant, Tickets
from app.live.session_services import LiveServices
from app.live.turn import TurnCredentials
from rooms.model import commands as cmd
from rooms.model.ids import RoomId, SeatId
from rooms.runtime.actor import RoomActor
from rooms.runtime.registry import RoomRegistry
from signaling.ports import Grant, ResumeGrant
from tests.support.rooms.fakes import FakeClock, FakeJournal, FakeRelay, FakeViewer
from tests.support.rooms.setups import ANA_SEAT, STAFF_SEAT, THERAPIST, build_setup

ROOM, SEAT = RoomId("ss_1"), SeatId("se_1")


class Parts:
    """The services and their parts."""

    def __init__(self, urls: tuple[str, ...] = ()) -> None:
        self.clock = FakeClock()
        self.tickets = Tickets()
        self.asked: list[RoomId] = []
        turn = TurnCredentials(urls, "a secret shared with the TURN server", timedelta(hours=1))
        self.rooms = RoomRegistry(self._open, self._close)
        self.services = LiveServices(self.clock, self.tickets, ResumeTokens("k" * 40), turn, self.rooms)

    async def _open(self, room: RoomId) -> RoomActor | None:
        self.asked.append(room)
        return None

    async def _close(self, room: RoomId) -> None:
        raise AssertionError("nothing was opened")


@pytest.fixture
def parts() -> Parts:
    """Services without TURN."""
    return Parts()


def test_a_ticket_leads_in_once(parts: Parts) -> None:
    ticket = parts.tickets.issue(TicketGrant(ROOM, SEAT, 3), parts.clock.steady())
    assert parts.services.redeem_ticket(ticket) == Grant(ROOM, SEAT, 3)
    assert parts.services.redeem_ticket(ticket) is None


def test_a_ticket_does_not_wait_for_ever(parts: Parts) -> None:
    ticket = parts.tickets.issue(TicketGrant(ROOM, SEAT, 3), parts.clock.steady())
    parts.clock.time += TICKET_TTL_S
    assert parts.services.redeem_ticket(ticket) is None


def test_a_resume_token_leads_back_with_its_nonce(parts: Parts) -> None:
    grant = ResumeGrant(ROOM, SEAT, 3, parts.services.mint_nonce())
    assert parts.services.read_resume(parts.services.mint_resume(grant)) == grant
    assert parts.services.read_resume("rs_forged") is None
    assert parts.services.mint_nonce() != grant.nonce


def test_turn_servers_are_offered_when_there_are_any(parts: Parts) -> None:
    assert parts.services.ice_servers(SEAT) == []
    servers = Parts(("turns:turn.example.org:5349",)).services.ice_servers(SEAT)
    assert [server.urls for server in servers] == [["turns:turn.example.org:5349"]]
    assert SEAT not in servers[0].username


async def test_a_session_that_does_not_exist_has_no_room(parts: Parts) -> None:
    async with asyncio.TaskGroup() as tasks:
        started = asyncio.Event()
        running = tasks.create_task(parts.rooms.run(started))
        await started.wait()
        assert await parts.services.find_room(ROOM) is None
        running.cancel()
    assert parts.asked == [ROOM]


async def test_the_relay_carries_nothing_of_the_seat_once_its_page_was_left() -> None:
    setup, relay = build_setup(), FakeRelay()

    async def open_room(room: RoomId) -> RoomActor | None:
        return RoomActor(setup, FakeJournal(), relay, FakeClock())

    async def close_room(room: RoomId) -> None:
        """There is no media to close."""

    def page(nonce: str) -> ResumeGrant:
        return ResumeGrant(setup.id, ANA_SEAT, 1, nonce)

    rooms, started, clock = RoomRegistry(open_room, close_room), asyncio.Event(), FakeClock()
    turn = TurnCredentials((), "", timedelta(hours=1))
    services = LiveServices(clock, Tickets(), ResumeTokens("k" * 40), turn, rooms)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(rooms.run(started))
        await started.wait()
        await services.exit_seat(page("one"))
        assert len(rooms) == 0, "no room is opened for it"

        actor = await rooms.get(setup.id)
        assert actor is not None
        await actor.attach(cmd.Attach(STAFF_SEAT, True, True), FakeViewer())
        await actor.attach(cmd.Attach(ANA_SEAT, True, True, "one"), FakeViewer())
        await actor.do(cmd.Admit(THERAPIST, ANA_SEAT))
        assert ANA_SEAT in relay.plans[-1].seats
        await services.exit_seat(page("other"))
        assert ANA_SEAT in relay.plans[-1].seats, "another page has it"
        await services.exit_seat(page("one"))
        assert ANA_SEAT not in relay.plans[-1].seats
        await services.exit_seat(page("one"))
        running.cancel()
