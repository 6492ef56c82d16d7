import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from app.adapters import relay as relay_module
from app.adapters.relay import RelayDesk
from media import control
from media.control import Offered, PeerConnected, PeerLost, RoomOptions, Speaking
from media.errors import AnswerRefused, RelayUnavailable
from media.pool import RelayEvent, RoomLost
from rooms.model.ids import RoomId, SeatId
from rooms.plan import Plan, SeatPlan
from signaling.ports import MediaOffer, MediaRefused

ROOM = RoomId("ss_test")
ANA, BEN = SeatId("se_ana"), SeatId("se_ben")


class FakePool:
    """A relay of one worker: knows rooms, plans and peers; ``kill`` and ``revive`` are a worker's death and birth."""

    def __init__(self, on_event: Callable[[RelayEvent], None]) -> None:
        self.on_event = on_event
        self.alive = True
        self.refusal: str | None = None
        self.rooms: dict[str, RoomOptions] = {}
        self.lost: set[str] = set()
        self.plans: dict[str, control.Plan] = {}
        self.peers: dict[str, int] = {}
        self.answers: list[tuple[str, int, str]] = []
        self.connections = 0
        self.calls: list[str] = []
        self.hold: asyncio.Event | None = None
        self.held = asyncio.Event()

    def kill(self) -> None:
        self.alive = False
        self.lost |= set(self.rooms)
        self.rooms.clear()
        self.plans.clear()
        self.peers.clear()
        self.connections = 0

    def revive(self) -> None:
        self.alive = True
        lost, self.lost = self.lost, set()
        for room in sorted(lost):
            self.on_event(RoomLost(room))

    def up(self, seat: SeatId) -> None:
        self.on_event(PeerConnected(ROOM, seat, self.peers[seat]))

    async def run(self, *, started: asyncio.Event | None = None) -> None:
        if started is not None:
            started.set()
        await asyncio.get_running_loop().create_future()

    def worker_pids(self) -> tuple[int, ...]:
        return (1,) if self.alive else ()

    async def _call(self, name: str, room: str | None) -> None:
        self.calls.append(name)
        if self.hold is not None:
            self.held.set()
            await self.hold.wait()
        else:
            await asyncio.sleep(0)
        if not self.alive or (room is not None and room not in self.rooms):
            raise RelayUnavailable("room.lost")
        if self.refusal:
            raise RelayUnavailable(self.refusal)

    async def open_room(self, room: str, options: RoomOptions) -> None:
        await self._call("open", None)
        if room in self.lost:
            raise RelayUnavailable("room.lost")
        self.rooms[room] = options

    async def close_room(self, room: str) -> None:
        self.calls.append("close")
        self.rooms.pop(room, None)
        self.lost.discard(room)
        self.plans.pop(room, None)
        self.peers.clear()

    async def add_peer(self, room: str, peer: str, slot: int) -> Offered:
        await self._call("add", room)
        self.connections += 1
        self.peers[peer] = self.connections
        return Offered(f"offer {peer} {slot}", self.connections)

    async def answer(self, room: str, peer: str, connection: int, sdp: str) -> None:
        await self._call("answer", room)
        if self.peers.get(peer) != connection:
            raise RelayUnavailable("peer.replaced")
        if sdp == "bad":
            raise AnswerRefused("answer.malformed")
        self.answers.append((peer, connection, sdp))

    async def remove_peer(self, room: str, peer: str) -> None:
        await self._call("remove", room)
        self.peers.pop(peer, None)

    async def apply_plan(self, room: str, plan: control.Plan) -> None:
        await self._call("plan", room)
        self.plans[room] = plan


@dataclass
class Observer:
    """Notes what the room is told, and lets a test wait for it."""

    notes: list[object] = field(default_factory=list)
    _seen: asyncio.Event = field(default_factory=asyncio.Event)

    def _note(self, note: object) -> None:
        self.notes.append(note)
        self._seen.set()

    def media_up(self, seat: SeatId) -> None:
        self._note(("up", seat))

    def media_down(self, seat: SeatId) -> None:
        self._note(("down", seat))

    def speaking(self, seats: frozenset[SeatId]) -> None:
        self._note(("speaking", seats))

    def relay_down(self, down: bool) -> None:
        self._note(("relay", "down" if down else "up"))

    async def wait_for(self, note: object) -> None:
        while note not in self.notes:
            self._seen.clear()
            await self._seen.wait()


@dataclass
class Desk:
    """A desk that runs, its pool and its room's observer."""

    desk: RelayDesk
    pool: FakePool
    observer: Observer
    offers: dict[SeatId, list[MediaOffer]] = field(default_factory=dict)

    async def connect(self, seat: SeatId, slot: int = 0, *, keep: bool = False) -> None:
        await self.desk.connect(ROOM, seat, slot, self.offers.setdefault(seat, []).append, keep=keep)

    async def join(self, seat: SeatId, slot: int = 0) -> None:
        await self.connect(seat, slot)
        await self.desk.answer(ROOM, seat, self.offers[seat][-1].generation, "answer")
        self.pool.up(seat)

    def generations(self, seat: SeatId) -> list[int]:
        return [offer.generation for offer in self.offers[seat]]


def plan(version: int, *seats: SeatId, audio: bool = True) -> Plan:
    return Plan(version, {seat: SeatPlan(slot, "main", audio, True) for slot, seat in enumerate(seats)})


@pytest.fixture
async def idle() -> AsyncIterator[Desk]:
    """A desk without a room."""
    pools: list[FakePool] = []

    def make(on_event: Callable[[RelayEvent], None]) -> FakePool:
        pools.append(FakePool(on_event))
        return pools[0]

    desk = RelayDesk(make, retry_s=0.001)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(desk.run())
        yield Desk(desk, pools[0], Observer())
        task.cancel()


@pytest.fixture
async def stage(idle: Desk) -> Desk:
    """A desk with an open room whose plan names Ana and Ben."""
    await idle.desk.open_room(ROOM, 15, idle.observer)
    await idle.desk.apply_plan(ROOM, plan(1, ANA, BEN))
    return idle


async def test_a_room_opens_with_its_slots_and_gets_its_plan(stage: Desk) -> None:
    assert stage.pool.rooms == {ROOM: RoomOptions(slots=15)}
    assert stage.pool.plans[ROOM] == control.Plan(
        1,
        {
            ANA: control.PeerPlan(slot=0, space="main", audio=True, video=True),
            BEN: control.PeerPlan(slot=1, space="main", audio=True, video=True),
        },
    )
    assert stage.desk.has_worker
    assert stage.observer.notes == []


async def test_a_seat_is_offered_answers_and_is_up(stage: Desk) -> None:
    await stage.connect(ANA, slot=3)
    assert stage.offers[ANA] == [MediaOffer(1, "offer se_ana 3")]
    await stage.desk.answer(ROOM, ANA, 1, "answer")
    assert stage.pool.answers == [(ANA, 1, "answer")]
    stage.pool.up(ANA)
    assert stage.observer.notes == [("up", ANA)]


async def test_generations_are_counted_per_seat(stage: Desk) -> None:
    for seat in (ANA, BEN, ANA):
        await stage.connect(seat)
    assert (stage.generations(ANA), stage.generations(BEN)) == ([1, 2], [1])


async def test_a_resumed_page_keeps_its_connection(stage: Desk) -> None:
    await stage.join(ANA)
    later: list[MediaOffer] = []
    await stage.desk.connect(ROOM, ANA, 0, later.append, keep=True)
    assert later == []
    assert stage.observer.notes == [("up", ANA), ("up", ANA)]
    await stage.desk.restart(ROOM, ANA, 1)
    assert [offer.generation for offer in later] == [2]
    assert stage.generations(ANA) == [1]


async def test_a_resumed_page_whose_answer_was_lost_gets_a_new_offer(stage: Desk) -> None:
    await stage.connect(ANA)
    await stage.connect(ANA, keep=True)
    assert stage.generations(ANA) == [1, 2]


async def test_a_resumed_page_whose_media_was_lost_gets_a_new_offer(stage: Desk) -> None:
    await stage.join(ANA)
    stage.pool.on_event(PeerLost(ROOM, ANA, 1, "silent"))
    assert stage.observer.notes[-1] == ("down", ANA)
    await stage.connect(ANA, keep=True)
    assert stage.generations(ANA) == [1, 2]


async def test_a_page_that_comes_anew_replaces_the_connection(stage: Desk) -> None:
    await stage.join(ANA)
    await stage.connect(ANA)
    assert stage.observer.notes == [("up", ANA), ("down", ANA)]
    assert stage.generations(ANA) == [1, 2]


async def test_a_restart_makes_one_offer_however_often_it_is_asked_for(stage: Desk) -> None:
    await stage.join(ANA)
    await asyncio.gather(*(stage.desk.restart(ROOM, ANA, 1) for _ in range(3)))
    assert stage.generations(ANA) == [1, 2]


async def test_events_of_a_replaced_connection_mean_nothing(stage: Desk) -> None:
    await stage.connect(ANA)
    await stage.connect(ANA)
    stage.pool.on_event(PeerConnected(ROOM, ANA, 1))
    stage.pool.on_event(PeerLost(ROOM, ANA, 1, "closed"))
    stage.pool.on_event(PeerConnected("ss_other", ANA, 2))
    assert stage.observer.notes == []


async def test_an_answer_of_an_old_generation_is_refused(stage: Desk) -> None:
    await stage.connect(ANA)
    await stage.connect(ANA)
    with pytest.raises(MediaRefused) as refused:
        await stage.desk.answer(ROOM, ANA, 1, "answer")
    assert refused.value.code == "media.stale_generation"
    assert stage.pool.answers == []


async def test_an_answer_that_meets_a_new_offer_on_its_way_does_not_reach_it(stage: Desk) -> None:
    await stage.connect(ANA)
    stage.pool.hold = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.desk.restart(ROOM, ANA, 1))
        await stage.pool.held.wait()
        with pytest.raises(MediaRefused) as refused:
            await stage.desk.answer(ROOM, ANA, 1, "answer")
        stage.pool.hold.set()
    assert refused.value.code == "media.unavailable"
    assert stage.generations(ANA) == [1, 2]
    assert stage.pool.answers == []


async def test_a_bad_answer_is_refused_with_its_reason_and_a_good_one_may_follow(stage: Desk) -> None:
    await stage.connect(ANA)
    with pytest.raises(MediaRefused) as refused:
        await stage.desk.answer(ROOM, ANA, 1, "bad")
    assert (refused.value.code, refused.value.reason) == ("media.answer_refused", "answer.malformed")
    await stage.desk.answer(ROOM, ANA, 1, "answer")


async def test_a_seat_without_a_link_is_unavailable(stage: Desk) -> None:
    for call in (stage.desk.answer(ROOM, ANA, 1, "answer"), stage.desk.restart(RoomId("ss_other"), ANA, 1)):
        with pytest.raises(MediaRefused) as refused:
            await call
        assert refused.value.code == "media.unavailable"


async def test_a_seat_that_the_plan_no_longer_names_is_unlinked(stage: Desk) -> None:
    await stage.join(ANA)
    await stage.join(BEN, 1)
    await stage.desk.apply_plan(ROOM, plan(2, BEN))
    assert set(stage.pool.peers) == {BEN}
    await stage.connect(ANA)
    assert stage.generations(ANA) == [1]
    await stage.desk.apply_plan(ROOM, plan(3, ANA, BEN))
    await stage.connect(ANA)
    assert stage.generations(ANA) == [1, 2]


async def test_an_older_plan_does_not_count(stage: Desk) -> None:
    await stage.desk.apply_plan(ROOM, plan(5, ANA))
    await stage.desk.apply_plan(ROOM, plan(4, ANA, BEN))
    assert stage.pool.plans[ROOM].version == 5


async def test_disconnecting_closes_the_peer_and_may_be_repeated(stage: Desk) -> None:
    await stage.join(ANA)
    await stage.desk.disconnect(ROOM, ANA)
    await stage.desk.disconnect(ROOM, ANA)
    await stage.desk.disconnect(RoomId("ss_other"), ANA)
    assert stage.pool.peers == {}


async def test_who_speaks_is_passed_on(stage: Desk) -> None:
    stage.pool.on_event(Speaking(ROOM, (ANA, BEN)))
    assert stage.observer.notes == [("speaking", frozenset({ANA, BEN}))]


async def test_a_dead_worker_is_replaced_without_anybody_doing_anything(stage: Desk) -> None:
    await stage.join(ANA)
    await stage.join(BEN, 1)
    stage.observer.notes.clear()
    stage.pool.kill()
    stage.pool.revive()
    assert stage.observer.notes == [
        ("relay", "down"),
        ("speaking", frozenset()),
        ("down", ANA),
        ("down", BEN),
    ]
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.plans[ROOM].version == 1
    assert (stage.generations(ANA), stage.generations(BEN)) == ([1, 2], [1, 2])
    with pytest.raises(MediaRefused):
        await stage.desk.answer(ROOM, ANA, 1, "answer to the dead")
    await stage.desk.answer(ROOM, ANA, 2, "answer")
    assert [sdp for _, _, sdp in stage.pool.answers[-1:]] == ["answer"]
    stage.pool.up(ANA)
    assert stage.observer.notes[-1] == ("up", ANA)


async def test_a_plan_that_comes_while_the_worker_is_away_is_in_force_afterwards(stage: Desk) -> None:
    stage.pool.kill()
    await stage.desk.apply_plan(ROOM, plan(2, ANA, BEN, audio=False))
    assert ("relay", "down") in stage.observer.notes
    await stage.desk.apply_plan(ROOM, plan(3, ANA, audio=False))
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.plans[ROOM].version == 3
    assert set(stage.pool.plans[ROOM].peers) == {ANA}


async def test_who_connects_while_the_worker_is_away_is_offered_when_it_is_back(stage: Desk) -> None:
    stage.pool.kill()
    await stage.connect(ANA)
    assert stage.offers[ANA] == []
    with pytest.raises(MediaRefused) as refused:
        await stage.desk.restart(ROOM, ANA, 0)
    assert refused.value.code == "media.unavailable"
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.generations(ANA) == [1]


async def test_an_answer_that_finds_no_worker_is_unavailable_and_an_offer_follows(stage: Desk) -> None:
    await stage.connect(ANA)
    stage.pool.kill()
    with pytest.raises(MediaRefused) as refused:
        await stage.desk.answer(ROOM, ANA, 1, "answer")
    assert refused.value.code == "media.unavailable"
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.generations(ANA) == [1, 2]


async def test_a_room_that_opens_without_a_worker_is_made_later(idle: Desk) -> None:
    idle.pool.alive = False
    await idle.desk.open_room(ROOM, 15, idle.observer)
    assert ("relay", "down") in idle.observer.notes
    idle.pool.alive = True
    await idle.observer.wait_for(("relay", "up"))
    assert ROOM in idle.pool.rooms


async def test_a_relay_that_does_not_confirm_a_plan_loses_the_room_first(
    stage: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "PLAN_TIMEOUT_S", 0.001)
    await stage.join(ANA)
    stage.pool.hold = asyncio.Event()
    await stage.desk.apply_plan(ROOM, plan(2, ANA, audio=False))
    assert ("relay", "down") in stage.observer.notes
    stage.pool.hold.set()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.calls[-4:] == ["close", "open", "plan", "add"]
    assert stage.pool.plans[ROOM].version == 2
    assert stage.generations(ANA) == [1, 2]


async def test_one_seat_that_is_refused_does_not_cost_the_others_their_room(stage: Desk) -> None:
    await stage.join(ANA)
    stage.pool.refusal = "room.full"
    await stage.connect(BEN)
    assert stage.offers[BEN] == []
    assert stage.observer.notes == [("up", ANA)]


async def test_a_room_that_restarted_is_made_anew_and_takes_an_earlier_plan(stage: Desk) -> None:
    await stage.desk.apply_plan(ROOM, plan(9, ANA))
    again = Observer()
    await stage.desk.open_room(ROOM, 15, again)
    await stage.desk.apply_plan(ROOM, plan(8, ANA))
    assert stage.pool.plans[ROOM].version == 8
    stage.pool.on_event(Speaking(ROOM, (ANA,)))
    assert again.notes == [("speaking", frozenset({ANA}))]
    assert stage.observer.notes == []


async def test_a_closed_room_is_gone(stage: Desk) -> None:
    await stage.join(ANA)
    await stage.desk.close_room(ROOM)
    await stage.desk.close_room(ROOM)
    assert stage.pool.rooms == {}
    await stage.desk.apply_plan(ROOM, plan(2, ANA))
    await stage.connect(BEN)
    assert stage.offers[BEN] == []


async def test_a_room_that_closes_while_it_is_broken_is_not_mended(stage: Desk) -> None:
    stage.pool.kill()
    await stage.desk.apply_plan(ROOM, plan(2, ANA))
    await stage.desk.close_room(ROOM)
    stage.pool.revive()
    other = Observer()
    await stage.desk.open_room(RoomId("ss_other"), 15, other)
    stage.pool.on_event(RoomLost("ss_other"))
    await other.wait_for(("relay", "up"))
    assert set(stage.pool.rooms) == {"ss_other"}
