"""What concerns a whole room at once: it closes, its network is gone, its rounds are calm (media/room/router.py)."""

from collections.abc import Callable

import pytest
from aiortc.rtp import RtcpPsfbPacket, RtcpRtpfbPacket, pack_remb_fci
from hypothesis import given
from hypothesis import strategies as st

from media.control import PeerSilent
from media.room.router import CALM_S
from media.sdp.profile import OPUS
from tests.media.room.test_router import A0, OPEN, V0, Scene
from tests.support.relay.parts import rtp_bytes


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_room_that_closes_sends_and_takes_nothing_more(scene: Scene) -> None:
    scene.plan(**OPEN)
    scene.speak("ann")
    scene.heard()
    # Something is pending at the moment of the close.
    scene.speak("ann")
    closed = scene.room.close()
    assert [peer.name for peer in closed] == ["ann", "ben", "cat"]
    assert scene.heard() == {}
    for name in ("ann", "ben"):
        scene.speak(name)
    assert scene.heard() == {}
    assert not any(peer.connected for peer in closed)
    scene.tick(1.0)
    assert scene.heard() == {}


def test_a_room_that_falls_silent_together_is_routed_anew_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.plan(**OPEN)
    routed = []
    monkeypatch.setattr(scene.room, "apply_routes", lambda: routed.append(1))
    scene.tick(11.0)
    assert [event.peer for event in scene.events if isinstance(event, PeerSilent)] == ["ann", "ben", "cat"]
    assert len(routed) == 1


# Rounds.

_TICK_S = 0.02


def _calm(scene: Scene) -> None:
    """Everybody hears and sees everybody, and all that followed from it is done."""
    scene.plan(**OPEN)
    for _ in range(3):
        for name in scene.peers:
            scene.speak(name)
            scene.show(name)
        scene.tick(_TICK_S)
    # What was missing is given up.
    scene.tick(1.0)
    scene.tick(_TICK_S)
    scene.heard()


def test_a_calm_room_has_a_round_every_fifth_tick(scene: Scene) -> None:
    _calm(scene)
    due = [scene.room.is_due(scene.now + count * _TICK_S) for count in range(6)]
    assert due == [False] * 5 + [True]
    assert pytest.approx(5 * _TICK_S) == CALM_S


def _lose(scene: Scene) -> None:
    scene.speak("ann")
    scene.sequence += 1
    scene.speak("ann")


def _feed(packet: RtcpRtpfbPacket | RtcpPsfbPacket) -> Callable[[Scene], None]:
    return lambda scene: scene.peers["ben"].handle_srtp(bytes(packet), scene.now)


def _remb(scene: Scene) -> None:
    _feed(RtcpPsfbPacket(15, 1, 0, fci=pack_remb_fci(80_000, [V0])))(scene)


@pytest.mark.parametrize(
    "disturb",
    [
        pytest.param(_lose, id="a packet of a sender is missing"),
        pytest.param(_feed(RtcpRtpfbPacket(1, 1, A0, lost=[1])), id="a receiver asks for a packet"),
        pytest.param(_feed(RtcpPsfbPacket(1, 1, V0)), id="a receiver asks for a picture"),
        pytest.param(_remb, id="a link became narrow"),
        pytest.param(lambda scene: scene.room.set_tiles(scene.peers["ben"], {0: 90}), id="tiles"),
        pytest.param(lambda scene: scene.room.apply_routes(), id="routes"),
    ],
)
def test_what_cannot_wait_has_a_round_with_the_next_tick(
    scene: Scene, disturb: Callable[[Scene], None]
) -> None:
    _calm(scene)
    assert not scene.room.is_due(scene.now)
    disturb(scene)
    assert scene.room.is_due(scene.now)


def test_rounds_come_with_every_tick_until_what_is_missing_has_arrived(scene: Scene) -> None:
    _calm(scene)
    _lose(scene)
    for _ in range(5):
        scene.tick(_TICK_S)
        assert scene.room.is_due(scene.now)
    for number in range(1, scene.sequence):
        late = rtp_bytes(OPUS, number, number * 960, 100, bytes(60), mid="mic", level=20)
        scene.peers["ann"].handle_srtp(late, scene.now)
    scene.tick(_TICK_S)
    assert not scene.room.is_due(scene.now)


# Plans.

_entry = st.tuples(st.sampled_from(["main", "main", "side", None]), st.booleans(), st.booleans())


@given(st.lists(st.tuples(_entry, _entry, _entry, st.booleans()), min_size=2, max_size=12))
def test_a_plan_after_another_leaves_the_routes_that_it_has_alone(
    plans: list[tuple[tuple[str | None, bool, bool], ...]],
) -> None:
    scene = Scene()

    def routes() -> list[object]:
        return [
            (stream.is_open, *map(id, (*stream.outlets, *stream.waiting)))
            for peer in scene.peers.values()
            for stream in peer.streams
        ] + [(peer.camera.is_open, *map(id, peer.camera.outlets)) for peer in scene.peers.values()]

    for version, (*entries, exchanged) in enumerate(plans):
        slots = (1, 0, 2) if exchanged else (0, 1, 2)
        named = zip(scene.peers, slots, entries, strict=True)
        scene.plan(version, **{name: (slot, *entry) for name, slot, entry in named})
        for name in scene.peers:
            scene.speak(name)
            scene.show(name)
        found = routes()
        scene.room.apply_routes()
        assert routes() == found
