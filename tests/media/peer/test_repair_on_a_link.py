"""Two browsers with the relay between them, on links that lose, reorder and duplicate packets, in virtual time."""

from dataclasses import replace

import pytest

from media.control import PeerPlan, RelayPlan, RoomOptions
from media.counters import RoomStats
from media.net.srtp import SrtpError
from media.peer.peer import Peer
from media.room.router import RoomRouter
from tests.support.relay.parts import EVERYTHING, Wire, make_peer, plain_keys
from tests.support.relay.simulated_client import PACKETS_PER_FRAME, ReplayGuard, SimulatedClient
from tests.support.relay.simulated_link import SimulatedLink

STEP_S, TICK_STEPS = 0.005, 4
# From a microphone to the other's ear.
PLAYOUT_S = 0.4
# What is sent last may still be in flight, or missing without being noticed.
TAIL_S = 1.5
NAMES = ("ann", "ben")


class Call:
    """Two clients of one room; every link has 50 ms each way, so that each client's round trip is 100 ms."""

    def __init__(
        self, seed: int = 1, *, loss: float = 0.0, reorder: float = 0.0, duplicate: float = 0.0
    ) -> None:
        self.now = 0.0
        self.steps = 0
        self.wire = Wire()
        self.room = RoomRouter("room", RoomOptions(2), lambda event: None, 0.0)
        self.peers: list[Peer] = []
        self.clients: list[SimulatedClient] = []
        self.up: list[SimulatedLink[bytes]] = []
        self.down: list[SimulatedLink[bytes]] = []
        for number, name in enumerate(NAMES):
            peer = make_peer(name, number, self.wire, connected=False)
            peer.connect(replace(plain_keys(), unprotect=guarded()), EVERYTHING)
            self.room.add(peer)
            self.peers.append(peer)
            self.clients.append(SimulatedClient(slot=1 - number, ssrc=1000 * (number + 1)))
            for transport, links in enumerate((self.up, self.down)):
                links.append(
                    SimulatedLink(
                        seed * 100 + number * 10 + transport,
                        delay_s=0.05,
                        loss=loss,
                        reorder=reorder,
                        duplicate=duplicate,
                    )
                )
        entries = {name: PeerPlan(slot, "main", True, True) for slot, name in enumerate(NAMES)}
        self.room.apply_plan(RelayPlan(1, entries))

    def run(self, seconds: float) -> "Call":
        for _ in range(round(seconds / STEP_S)):
            self.step()
        return self

    def step(self) -> None:
        self.now += STEP_S
        self.steps += 1
        for number, client in enumerate(self.clients):
            self.put(self.up[number], client.send(self.now))
            for at, data in self.up[number].arrived(self.now):
                self.peers[number].ice.heard = self.now
                self.peers[number].handle_srtp(data, at)
        if self.steps % TICK_STEPS == 0:
            self.room.on_timer(self.now)
        self.wire.flush()
        for number, name in enumerate(NAMES):
            for box in (self.wire.rtp, self.wire.rtcp):
                self.put(self.down[number], box.pop((name, number), []))
            for at, data in self.down[number].arrived(self.now):
                self.put(self.up[number], self.clients[number].receive(data, at))

    def put(self, link: SimulatedLink[bytes], datagrams: list[bytes]) -> None:
        for data in datagrams:
            link.send(data, len(data), self.now)

    def stats(self) -> RoomStats:
        peers = {name: self.room.peer_stats(peer, self.now) for name, peer in self.room.peers.items()}
        return RoomStats(peers, dict(self.wire.drops))

    def made_until(self, sent: int, every_s: float) -> int:
        """How many of the packets sent at that pace were sent before the tail."""
        return min(sent, int((self.now - TAIL_S) / every_s))

    def missing_sound(self, receiver: int, within_s: float) -> float:
        """The share of the other's audio that did not arrive in time, counted from the first packet that arrived."""
        client, sender = self.clients[receiver], self.clients[1 - receiver]
        numbers = range(min(client.sound), self.made_until(sender.sent_sound, 0.02))
        # Audio packet n was captured n intervals after the first one, at the first step.
        late = [n for n in numbers if client.sound.get(n, float("inf")) - (STEP_S + 0.02 * n) > within_s]
        return len(late) / len(numbers)

    def late_frames(self, receiver: int, within_s: float) -> float:
        """The share of the other's frames that were not whole in time, from the first that was."""
        whole, sender = self.clients[receiver].whole, self.clients[1 - receiver]
        due = {
            0x7F00 + n & 0x7FFF: STEP_S + 0.04 * n for n in range(self.made_until(sender.sent_frames, 0.04))
        }
        asked = [picture for picture in due if due[picture] > due[min(whole, key=lambda one: whole[one])]]
        late = [one for one in asked if whole.get(one, float("inf")) - due[one] > within_s]
        return len(late) / len(asked)

    def broken_frames(self, receiver: int) -> list[int]:
        """Frames, by their order, that were never complete and not followed by a key frame."""
        client, sender = self.clients[receiver], self.clients[1 - receiver]
        pictures = [0x7F00 + n & 0x7FFF for n in range(self.made_until(sender.sent_frames, 0.04))]
        order = {picture: n for n, picture in enumerate(pictures)}
        whole = {
            order[p] for p, parts in client.frames.items() if p in order and len(parts) == PACKETS_PER_FRAME
        }
        keys = sorted(n for n in whole if pictures[n] in client.keys)
        return [n for n in range(keys[0], len(pictures)) if n not in whole and not (keys[-1] > n)]


def guarded():  # type: ignore[no-untyped-def]
    """No-op keys with SRTP's replay protection."""
    guard = ReplayGuard()

    def unprotect(data: bytes) -> bytes:
        if not guard.is_new(data):
            raise SrtpError
        return data

    return unprotect


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_at_ten_percent_loss_each_way_hardly_any_audio_is_missing_and_video_continues(seed: int) -> None:
    call = Call(seed, loss=0.10).run(30.0)
    for receiver in (0, 1):
        assert call.missing_sound(receiver, PLAYOUT_S) <= 0.03
        assert call.broken_frames(receiver) == []
        assert call.clients[receiver].different == 0
    # The loss was real.
    lost = sum(link.lost for link in (*call.up, *call.down))
    assert lost > 1000


@pytest.mark.parametrize("seed", [1, 2])
def test_at_two_percent_nothing_is_missing(seed: int) -> None:
    call = Call(seed, loss=0.02).run(30.0)
    for receiver in (0, 1):
        assert call.missing_sound(receiver, float("inf")) == 0.0
        # A packet lost twice on one leg and once on the other is late: about one a minute.
        assert call.missing_sound(receiver, PLAYOUT_S) <= 0.001
        assert call.broken_frames(receiver) == []
        assert call.clients[receiver].key_requests <= 2
        assert all(one.given_up == 0 for one in call.clients[receiver].lists.values())
    streams = [stream for peer in call.stats().peers.values() for stream in peer.streams if stream.packets]
    assert all(stream.nacked > 0 for stream in streams)


@pytest.mark.parametrize("lossy", [0, 1], ids=["from_the_lossy_link", "to_the_lossy_link"])
def test_pictures_over_one_lossy_link_are_whole_in_time(lossy: int) -> None:
    call = Call(1)
    for link in (call.up[lossy], call.down[lossy]):
        link.loss = 0.10
    call.run(30.0)
    # 0.1 s on the way, and 0.3 s for two repairs.
    assert call.late_frames(1, 0.4) <= 0.02


def test_without_nacks_the_same_loss_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimulatedClient, "_repeat", lambda self, ssrc, number, now: [])
    call = Call(1, loss=0.10).run(10.0)
    assert call.missing_sound(0, PLAYOUT_S) > 0.05


def came(call: Call) -> list[object]:
    return [
        (sorted(client.sound), sorted((p, sorted(parts)) for p, parts in client.frames.items()))
        for client in call.clients
    ]


def test_reordering_and_duplicates_change_nothing() -> None:
    calm = Call(1).run(15.0)
    rough = Call(1, reorder=0.05, duplicate=0.05).run(15.0)
    for call in (calm, rough):
        for receiver in (0, 1):
            assert call.missing_sound(receiver, PLAYOUT_S) == 0.0
            assert call.broken_frames(receiver) == []
            assert call.clients[receiver].different == 0
            assert call.clients[receiver].key_requests <= 1
    assert came(calm)[0][0][:600] == came(rough)[0][0][:600]  # type: ignore[index]


def test_a_clean_link_gets_no_nacks() -> None:
    stats = Call(1).run(10.0).stats()
    for peer in stats.peers.values():
        assert sum(stream.nacked for stream in peer.streams) == 0
        assert sum(slot.nacked + slot.resent for slot in peer.slots) == 0
        assert peer.rtt_ms == pytest.approx(100.0, abs=25.0)
