"""What concerns a whole room at once: it closes, or its network is gone (media/room/router.py)."""

import pytest

from media.control import PeerSilent
from tests.media.room.test_router import OPEN, Scene


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
